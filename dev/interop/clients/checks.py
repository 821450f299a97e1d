"""What a check says when an answer is not the right one."""


class Wrong(Exception):
    """A client read something else than it should have."""


class Skipped(Exception):
    """The client is not on this machine."""


def same(what, actual, expected):
    if actual != expected:
        raise Wrong(f"{what}: {shown(actual)} instead of {shown(expected)}")


def same_rows(what, actual, expected):
    """Compares rows in any order and names the first that differ."""
    missing = sorted(set(expected) - set(actual))
    foreign = sorted(set(actual) - set(expected))
    if foreign:
        raise Wrong(f"{what}: {len(foreign)} rows that must not be there, as {foreign[0]}")
    if missing:
        raise Wrong(f"{what}: {len(missing)} rows are missing, as {missing[0]}")
    same(f"{what}: number of rows", len(actual), len(expected))


def no_forbidden(what, names, lake):
    """Fails when a listing or an answer names a file of a forbidden partition."""
    leaked = sorted(set(names) & lake.forbidden_keys)
    if leaked:
        raise Wrong(f"{what} names the forbidden {leaked[0]} and {len(leaked) - 1} more")


def refused(what, read, *signs):
    """Runs a read that must fail with one of these texts in its message."""
    try:
        answer = read()
    except Exception as error:  # every client has errors of its own
        message = f"{type(error).__name__}: {error}"
        if not any(sign in message for sign in signs):
            raise Wrong(f"{what} failed, but not by one of {signs}: {shown(message)}") from error
        return
    raise Wrong(f"{what} was not refused: {shown(answer)}")


def shown(value):
    text = str(value)
    return text if len(text) <= 300 else text[:300] + "..."
