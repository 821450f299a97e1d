"""The results of a run as Markdown."""

import statistics

SIZES = ("4 KiB", "1 MiB", "128 MiB")


def middle(results, figure):
    return statistics.median(result[figure] for result in results)


def ratio(ours, theirs, figure):
    """Median of the ratios round by round: what slows the machine slows both."""
    return statistics.median(
        one[figure] / other[figure] if other[figure] else float("nan")
        for one, other in zip(ours, theirs)
    )


def spread(results, figure):
    values = [result[figure] for result in results]
    return (max(values) - min(values)) / statistics.median(values)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def throughput(results):
    head = ["", "4 KiB req/s", "CPU s / 10k", "p50 / p99 ms"]
    for size in SIZES[1:]:
        head += [f"{size} MB/s", "CPU s / GiB", "p50 / p99 ms"]
    rows = []
    for name, sizes in results.items():
        small = sizes["4 KiB"]
        row = [name, f"{middle(small, 'requests_per_s'):,.0f}", cost(small, "cpu_s_per_10k")]
        row.append(percentiles(small))
        for size in SIZES[1:]:
            row.append(f"{middle(sizes[size], 'mb_per_s'):,.0f}")
            row.append(cost(sizes[size], "cpu_s_per_gib"))
            row.append(percentiles(sizes[size]))
        rows.append([*row, f"{middle(sizes['128 MiB'], 'rss_mb'):,.0f}"])
    return table([*head, "RSS MB"], rows)


def cost(results, figure):
    return f"{middle(results, figure):.2f}"


def percentiles(results):
    return f"{middle(results, 'p50_ms'):.1f} / {middle(results, 'p99_ms'):.1f}"


def ratios(results):
    rows = []
    ours = results["ours"]
    for name in results:
        if name in ("ours", "direct"):
            continue
        row = [name]
        for size in SIZES:
            speed = "requests_per_s" if size == "4 KiB" else "mb_per_s"
            price = "cpu_s_per_10k" if size == "4 KiB" else "cpu_s_per_gib"
            row.append(f"{ratio(ours[size], results[name][size], speed):.2f}")
            row.append(f"{ratio(ours[size], results[name][size], price):.2f}")
        rows.append(row)
    head = ["ours against"]
    for size in SIZES:
        head += [f"{size} rate", "CPU"]
    return table(head, rows)


def authentication(results):
    rows = []
    off = results["off"]
    for way, sizes in results.items():
        row = [way]
        for size in ("4 KiB", "1 MiB"):
            row.append(f"{middle(sizes[size], 'requests_per_s'):,.0f}")
            row.append(cost(sizes[size], "cpu_s_per_10k"))
            row.append(f"{ratio(sizes[size], off[size], 'requests_per_s'):.2f}")
            row.append(f"{ratio(sizes[size], off[size], 'cpu_s_per_10k'):.2f}")
        rows.append(row)
    head = ["signature"]
    for size in ("4 KiB", "1 MiB"):
        head += [f"{size} req/s", "CPU s / 10k", "rate to off", "CPU to off"]
    return table(head, rows)


def noise(results):
    every = [one for sizes in results.values() for rounds in sizes.values() for one in rounds]
    widest = max(
        spread(rounds, "mb_per_s") for sizes in results.values() for rounds in sizes.values()
    )
    others = statistics.median(one["others"] for one in every)
    return (
        f"Other processes took {others:.0%} of the machine (median of all measurements; at most "
        f"{max(one['others'] for one in every):.0%}). Rounds of one target and size differed by "
        f"at most {widest:.0%} of their median."
    )


def latency(results):
    base = results["direct"]
    rows = []
    for name, rounds in results.items():
        p50, p99 = middle(rounds, "p50_ms"), middle(rounds, "p99_ms")
        added = ["", ""]
        if rounds is not base:
            added = [
                f"{p50 - middle(base, 'p50_ms'):.2f}",
                f"{p99 - middle(base, 'p99_ms'):.2f}",
            ]
        rows.append([name, f"{p50:.2f}", f"{p99:.2f}", *added])
    return table(["", "p50 ms", "p99 ms", "added p50", "added p99"], rows)


def redirects(rounds):
    row = [
        f"{middle(rounds, 'requests_per_s'):,.0f}",
        cost(rounds, "cpu_s_per_10k"),
        f"{middle(rounds, 'p50_ms'):.2f}",
        f"{middle(rounds, 'p99_ms'):.2f}",
        f"{middle(rounds, 'rss_mb'):,.0f}",
    ]
    return table(["answers/s", "CPU s / 10k", "p50 ms", "p99 ms", "RSS MB"], [row])


def slow_readers(results):
    rows = [
        [
            name,
            str(one["started"]),
            str(one["whole"]),
            f"{one['rss_mb']:,.0f}",
            f"{one['rate_before']:,.0f}",
            f"{one['rate_meanwhile']:,.0f}",
            f"{one['kept']:.0%}",
        ]
        for name, one in results.items()
    ]
    head = ["", "being served", "got all", "RSS MB", "req/s before", "req/s meanwhile", "kept"]
    return table(head, rows)


def starts(results):
    names = {
        "war": "`java -jar delta-s3-proxy.war`",
        "extracted": "extracted, `java -jar delta-s3-proxy.jar`",
        "aot": "extracted, with `-XX:AOTCache`",
    }
    rows = [
        [names[name], f"{statistics.median(times):.2f}", f"{min(times):.2f}", f"{max(times):.2f}"]
        for name, times in results.items()
    ]
    return table(["", "median s", "least", "most"], rows)


SECTIONS = {
    "throughput": [
        ("Throughput and cost", throughput),
        ("Ratios, medians of the rounds", ratios),
        ("Noise", noise),
    ],
    "authentication": [("Requests with signatures verified against anonymous ones", authentication)],
    "redirects": [("Redirects (307 to a presigned URL)", redirects)],
    "latency": [("Latency of a 4 KiB GET, 16 clients that pause", latency)],
    "slow": [("2,000 slow readers", slow_readers)],
    "start": [("From the start of the process to the first served GET", starts)],
}


def markdown(results):
    out = [f"Measured {results['date']} on {results['machine']}.", results["how"]]
    for section, parts in SECTIONS.items():
        if section in results:
            for title, write in parts:
                if write is ratios and "ours" not in results[section]:
                    continue
                out += [f"### {title}", write(results[section])]
    return "\n\n".join(out) + "\n"
