// Each time that names an hour is shown in the reader's own time zone, the report's own words beside it.
for (const time of document.querySelectorAll("time[datetime]")) {
  const value = time.dateTime;
  if (!/T\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(value)) continue;
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) continue;
  const own = document.createElement("span");
  own.className = "own-time";
  own.textContent = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(moment) + " your time ";
  time.before(own);
  time.textContent = "(" + time.textContent + " " + value.match(/(Z|[+-]\d\d:?\d\d)$/)[0].replace("Z", "UTC") + ")";
}
