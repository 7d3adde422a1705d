"""Two drawings of the study's own: riders counted over the years, and what a kilometre costs."""


def riders(tables, language):
    """Riders of each town in each year."""
    counts, cases = tables["counts"], tables["cases"]
    named = counts.merge(cases, on="case")
    town, year, count = ("Stadt", "Jahr", "Radfahrende") if language == "de" else ("Town", "Year", "Riders")
    return named.rename(columns={"short": town, "year": year, "riders": count})[[town, year, count]]


def draw_riders(frame, axes):
    """A line a town, from count to count."""
    town, year, count = frame.columns
    for name, rows in frame.groupby(town, sort=False):
        axes.plot(rows[year], rows[count], marker="o", label=name)
    axes.set_xticks(sorted(frame[year].unique()))
    axes.set_ylabel(count)
    axes.set_ylim(0)
    axes.legend()


def costs(tables, select):
    """What a kilometre of lane costs, for plans of at least so many kilometres."""
    plans = tables["plans"].dropna(subset=["length"])
    plans = plans[plans["length"] >= select["least"]].merge(tables["cases"], on="case")
    plans = plans.assign(cost=(plans["budget"] / plans["length"]).round(0)).sort_values("cost", ascending=False)
    return plans[["short", "cost"]].rename(columns={"short": "Town", "cost": "EUR/km"}).reset_index(drop=True)
