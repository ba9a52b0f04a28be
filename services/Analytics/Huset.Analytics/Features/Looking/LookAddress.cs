using System.Globalization;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Huset.Ui.Forms;
using Microsoft.AspNetCore.WebUtilities;

namespace Huset.Analytics.Features.Looking;

/// <summary>The choice as the pages' addresses say it, the same in every view, so that a choice goes along from one to the next.</summary>
public sealed class LookAddress
{
    private const int Years = 10;

    // What the addresses call it, and what the API does.
    private static readonly (string Name, string Api)[] Names =
    [
        ("enhet", "unitCode"), ("slag", "kind"), ("lag", "lawArea"), ("veckodag", "weekday"), ("klfran", "hourFrom"), ("kltill", "hourTo"), ("orsak", "causeArea"), ("process", "processId"), ("skada", "harm"),
    ];

    private readonly Dictionary<string, string> chosen;

    public LookAddress(IQueryCollection query, TimeProvider clock)
    {
        chosen = Names.Select(name => (name.Name, Value: query[name.Name].ToString())).Where(name => name.Value.Length > 0).ToDictionary(name => name.Name, name => name.Value);
        var thisMonth = MonthPeriod.ThisMonth(clock);
        Months = [.. Enumerable.Range(0, Years * 12).Select(back => thisMonth.AddMonths(-back))];
        (From, Through) = (Month(query["fran"], thisMonth.AddMonths(-11)), Month(query["till"], thisMonth));
        IsPeriodChosen = query["fran"].ToString().Length > 0 || query["till"].ToString().Length > 0;
        IsWrong |= From > Through;

        DateOnly Month(string? text, DateOnly usual)
        {
            if (string.IsNullOrEmpty(text)) return usual;
            var known = Months.Where(month => Words.MonthCode(month) == text).ToList();
            IsWrong |= known.Count == 0;
            return known is [var only] ? only : usual;
        }
    }

    /// <summary>The months that can be chosen, newest first.</summary>
    public IReadOnlyList<DateOnly> Months { get; }

    public DateOnly From { get; }

    /// <summary>The last month that is in it.</summary>
    public DateOnly Through { get; }

    public bool IsWrong { get; private set; }
    public bool IsPeriodChosen { get; }
    public bool IsFiltered => chosen.Count > 0 || IsPeriodChosen;

    /// <summary>Whether something is chosen that lies in the fold.</summary>
    public bool IsNarrow => chosen.Keys.Except(["enhet", "slag"]).Any();

    public string? this[string name] => chosen.GetValueOrDefault(name);

    /// <summary>All that is chosen, as another form on the page keeps it.</summary>
    public IEnumerable<(string Name, string Value)> Chosen =>
        chosen.Select(part => (part.Key, part.Value)).Concat(IsPeriodChosen ? [("fran", Words.MonthCode(From)), ("till", Words.MonthCode(Through))] : []);

    /// <summary>Puts the choice into a question.</summary>
    /// <exception cref="InvalidField">Something of it cannot be read.</exception>
    public T Fill<T>(T query) where T : LookFilter
    {
        (query.UnitCode, query.Kind, query.LawArea, query.CauseArea, query.Harm) = (this["enhet"], this["slag"], this["lag"], this["orsak"], this["skada"]);
        (query.Weekday, query.HourFrom, query.HourTo) = (Number("veckodag"), Number("klfran"), Number("kltill"));
        query.ProcessId = this["process"] is not { } process ? null : Guid.TryParse(process, out var id) ? id : throw new InvalidField("processId", "It must be an id.");
        if (query is LookQuery months) (months.From, months.To) = (Words.MonthCode(From), Words.MonthCode(Through.AddMonths(1)));
        return query;

        int? Number(string name) => this[name] is not { } text ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidField(name, "It must be a number.");
    }

    /// <summary>The address of a page with the choice, and what is changed of it.</summary>
    public string At(string page, params (string Name, string? Value)[] changes)
    {
        var parts = new Dictionary<string, string?>(chosen.Select(part => KeyValuePair.Create(part.Key, (string?)part.Value)));
        if (IsPeriodChosen) (parts["fran"], parts["till"]) = (Words.MonthCode(From), Words.MonthCode(Through));
        foreach (var (name, value) in changes) parts[name] = value;
        return QueryHelpers.AddQueryString(page, parts.Where(part => !string.IsNullOrEmpty(part.Value)));
    }

    /// <summary>The same question put to the API, as a file.</summary>
    public string Csv(string path, params (string Name, string? Value)[] more) => QueryHelpers.AddQueryString($"/analytics/v1/counts{path}", new Dictionary<string, string?>(
    [
        new("format", "csv"), new("from", Words.MonthCode(From)), new("to", Words.MonthCode(Through.AddMonths(1))),
        .. Names.Where(name => chosen.ContainsKey(name.Name)).Select(name => KeyValuePair.Create(name.Api, (string?)chosen[name.Name])),
        .. more.Select(part => KeyValuePair.Create(part.Name, part.Value)),
    ]).Where(part => !string.IsNullOrEmpty(part.Value)));

    /// <summary>
    /// The cases behind a figure, in Avvikelser's own list; null when that list cannot be asked the same: it knows unit, kind, days, category and step,
    /// and of a unit it shows those below too.
    /// </summary>
    public string? Cases(DateOnly from, DateOnly through, string? unit, bool isUnitAlone, UnitTree units, params (string Name, string? Value)[] more)
    {
        if (IsNarrow || (isUnitAlone && unit is not null && units.WithBelow([unit]).Length > 1)) return null;
        return QueryHelpers.AddQueryString("/avvikelser/", new Dictionary<string, string?>(
        [
            new("enhet", unit), new("slag", this["slag"]), new("fran", $"{from:yyyy-MM-dd}"), new("till", $"{through.AddMonths(1):yyyy-MM-dd}"), .. more.Select(part => KeyValuePair.Create(part.Name, part.Value)),
        ]).Where(part => !string.IsNullOrEmpty(part.Value)));
    }
}

/// <summary>What can be chosen, for the form that the views share.</summary>
public sealed class LookChoices(DeviationCells cells, CodeNames names, CurrentUser user, UnitTree units)
{
    public IReadOnlyList<Choice> Units { get; private set; } = [];
    public IReadOnlyList<Choice> Laws { get; private set; } = [];
    public IReadOnlyList<Choice> Causes { get; private set; } = [];
    public IReadOnlyList<Choice> Processes { get; private set; } = [];

    /// <summary>Whom Deviations lets open others' cases is its own to say; these two roles are those it lets open whole units.</summary>
    public bool OpensCases => user.IsIn(Roles.Enhetschef) || user.IsIn(Roles.Kvalitetsutvecklare);

    public async Task Read(LookAddress address, string? bearer, CancellationToken ct)
    {
        var mine = user.ReachesAll(Permissions.ReadCounts) ? null : user.UnitsOf(Permissions.ReadCounts);
        var swedish = StringComparer.Create(Texts.Swedish, ignoreCase: true);
        Units = [.. units.Units.Where(unit => mine is null || mine.Contains(unit.Code)).Select(unit => new Choice(unit.Code, unit.Name))];
        Laws = [.. (await cells.LawsOfUnits(ct)).SelectMany(unit => unit.Laws).Distinct().Order(swedish).Select(law => new Choice(law, law))];
        Causes = [.. (await names.Of(CodeNames.CauseAreas, bearer, ct)).Select(cause => new Choice(cause.Key, cause.Value))];
        if (address["orsak"] is { } cause && Causes.All(known => known.Value != cause)) Causes = [.. Causes, new(cause, cause)];
        Processes = [.. (await cells.Processes(ct)).Select(process => new Choice(process.Key, process.Value)).OrderBy(process => process.Text, swedish)];
    }
}
