"""The command line as a desk types it, and two invented reports to give it."""

from typer.testing import CliRunner, Result

from crosswire.cli import app

HARBOUR = {
    "id": "harbour",
    "title": "Ferry runs aground off Sael",
    "text": "The ferry Ilda ran aground off Port Sael on Tuesday, the coast guard said. Nobody was hurt.",
    "outlet": "Harbour Post",
    "published": "2031-03-04",
}
SIGNAL = {
    "id": "signal",
    "title": "Ferry Ilda stranded off Port Sael",
    "text": "The ferry Ilda ran aground off Port Sael on Tuesday, according to the coast guard. Two people were hurt.",
    "outlet": "Signal",
    "published": "2031-03-05",
}


def crosswire(*arguments: object, status: int = 0, input: bytes | None = None) -> Result:
    """What a command prints, once it has ended with a status."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="crosswire", input=input)
    assert done.exit_code == status, done.output
    return done
