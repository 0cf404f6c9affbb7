// A time that names an hour is shown in the reader's own time zone, the report's own words beside it.
for (const time of document.querySelectorAll("time[datetime]")) {
  const zone = /T\d\d:\d\d.*(Z|([+-])(\d\d):?(\d\d))$/.exec(time.dateTime);
  const moment = new Date(time.dateTime);
  if (!zone || Number.isNaN(moment.getTime())) continue;
  const offset = zone[2] ? (zone[2] + "1") * (zone[3] * 60 + +zone[4]) : 0;
  if (offset === -moment.getTimezoneOffset()) continue;
  const own = document.createElement("span");
  own.textContent = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(moment) + " your time ";
  time.before(own);
  time.textContent = "(" + time.textContent + ")";
}
