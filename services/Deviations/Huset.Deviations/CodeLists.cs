using Huset.ServiceDefaults;
using Huset.Ui.Forms;

namespace Huset.Deviations;

/// <summary>A code that may be chosen, with its Swedish text and the days that it may be used; a municipality's own data, not code.</summary>
public sealed class CodeListItem
{
    public string List { get; init; } = "";
    public string Code { get; init; } = "";
    public int Number { get; init; }
    public string Name { get; set; } = "";

    /// <summary>What belongs there, in a line.</summary>
    public string? Hint { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day that it may no longer be used.</summary>
    public DateOnly? ValidTo { get; set; }

    public int Version { get; private set; } = 1;

    public void Change(string name, string? hint, DateOnly? from, DateOnly? to)
    {
        if ((Name, Hint, ValidFrom, ValidTo) == (name, hint, from, to)) return;
        (Name, Hint, ValidFrom, ValidTo, Version) = (name, hint, from, to, Version + 1);
    }

    public bool IsValid(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day < ValidTo);
}

/// <summary>The code lists: those that are rows, and beside them the words of the codes that the law or the method fixes.</summary>
public static class CodeLists
{
    /// <summary>Where causes lie: the areas of the national method for event analysis (Socialstyrelsen, SKL and LÖF, 2009) with staffing beside them.</summary>
    public const string CauseAreas = "cause-areas";

    /// <summary>What every installation starts with.</summary>
    public static readonly CodeListItem[] Seed =
    [
        Area(1, "communication", "Kommunikation och information", "Överlämning, dokumentation, språk, vem som visste vad."),
        Area(2, "competence", "Utbildning och kompetens", "Introduktion, delegering, att kunna uppgiften."),
        Area(3, "staffing", "Bemanning", "Antal på passet, vikarier, schema, tid för uppgiften."),
        Area(4, "environment-organisation", "Omgivning och organisation", "Lokaler, ansvar, ledning, samverkan."),
        Area(5, "equipment", "Teknik och utrustning", "Hjälpmedel, larm, it-system, apparater."),
        Area(6, "routines", "Rutiner och riktlinjer", "Saknas, är oklara, är svåra att följa eller följdes inte."),
        Area(7, "barriers", "Skydd och barriärer", "Det som skulle ha stoppat felet men inte gjorde det."),
    ];

    /// <summary>Codes that are not a municipality's to change; their words are the pages' own.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<CodeListItem>> Fixed = new Dictionary<string, IReadOnlyList<CodeListItem>>
    {
        ["kinds"] = Of<DeviationKind>(Words.Of),
        ["harms"] = Of<Harm>(Words.Of),
        ["statuses"] = Of<DeviationStatus>(Words.Of),
        ["tracks"] = Of<TrackKind>(Words.Of),
        ["severities"] = Of(Words.Severities),
        ["probabilities"] = Of(Words.Probabilities),
        ["strengths"] = Of<Strength>(Words.Of),
        ["action-statuses"] = Of<ActionStatus>(Words.Of),
        ["effects"] = Of<Effect>(Words.Of),
        ["changes"] = Of<ChangeKind>(Words.Of),
    };

    private static CodeListItem Area(int number, string code, string name, string hint) => new() { List = CauseAreas, Number = number, Code = code, Name = name, Hint = hint };

    private static List<CodeListItem> Of<TEnum>(Func<TEnum, string> word) where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select((value, index) => new CodeListItem { Number = index + 1, Code = Kebab.Of(value), Name = word(value) })];

    private static List<CodeListItem> Of(IEnumerable<Choice> choices) =>
        [.. choices.Select((choice, index) => new CodeListItem { Number = index + 1, Code = choice.Value, Name = choice.Text, Hint = choice.Hint })];
}
