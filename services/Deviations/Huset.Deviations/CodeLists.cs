using Huset.Deviations.Features.Ideas;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Codes;
using Huset.Ui.Forms;

namespace Huset.Deviations;

/// <summary>The code lists: those that are rows, and beside them the words of the codes that the law or the method fixes.</summary>
public static class CodeLists
{
    /// <summary>Where causes lie: the areas of the national method for event analysis (Socialstyrelsen, SKL and LÖF, 2009) with staffing beside them.</summary>
    public const string CauseAreas = "cause-areas";

    /// <summary>What a case is about more closely, below its kind; with the kind and the topic that each belongs to.</summary>
    public const string Categories = "categories";

    /// <summary>What a case is about across kinds: medicines, falls, lifting.</summary>
    public const string Topics = "topics";

    /// <summary>Who or what an event affected, asked of the kinds that have codes.</summary>
    public const string Affected = "affected";

    /// <summary>What every installation starts with.</summary>
    public static readonly CaseCode[] Seed =
    [
        Area(1, "communication", "Kommunikation och information", "Överlämning, dokumentation, språk, vem som visste vad."),
        Area(2, "competence", "Utbildning och kompetens", "Introduktion, delegering, att kunna uppgiften."),
        Area(3, "staffing", "Bemanning", "Antal på passet, vikarier, schema, tid för uppgiften."),
        Area(4, "environment-organisation", "Omgivning och organisation", "Lokaler, ansvar, ledning, samverkan."),
        Area(5, "equipment", "Teknik och utrustning", "Hjälpmedel, larm, it-system, apparater."),
        Area(6, "routines", "Rutiner och riktlinjer", "Saknas, är oklara, är svåra att följa eller följdes inte."),
        Area(7, "barriers", "Skydd och barriärer", "Det som skulle ha stoppat felet men inte gjorde det."),
        .. CaseCodes.Seed,
        .. IdeaRows.Seed,
    ];

    /// <summary>The causes' areas, the categories and the topics are rows; the words of the others are the pages' own.</summary>
    public static readonly CodeListTable Table = new(
        Permissions.ReadCodeLists, Permissions.EditCodeLists, "staffing", new(CauseAreas), new(Categories), new(Topics), new(Affected), new(IdeaRows.Themes), new(IdeaRows.Wastes),
        Fixed("kinds", Of<DeviationKind>(Words.Of)), Fixed("harms", Of<Harm>(Words.Of)), Fixed("natures", Of<Nature>(Words.Of)), Fixed("statuses", Of<DeviationStatus>(Words.Of)), Fixed("tracks", Of<TrackKind>(Words.Of)),
        Fixed("severities", Words.Severities), Fixed("probabilities", Words.Probabilities), Fixed("strengths", Of<Strength>(Words.Of)),
        Fixed("action-statuses", Of<ActionStatus>(Words.Of)), Fixed("effects", Of<Effect>(Words.Of)), Fixed("changes", Of<ChangeKind>(Words.Of)),
        Fixed("degrees", Of<Degree>(Words.Of)), Fixed("note-kinds", Of<NoteKind>(Words.Of)), Fixed("informed-parties", Of<InformedParty>(Words.Of)), Fixed("assignment-kinds", Of<AssignmentKind>(Words.Of)),
        Fixed("idea-statuses", Of<IdeaStatus>(IdeaTexts.Of)), Fixed("idea-levels", Of<IdeaLevel>(IdeaTexts.Of)), Fixed("idea-priorities", Of<IdeaPriority>(IdeaTexts.Of)), Fixed("cycle-outcomes", Of<CycleOutcome>(IdeaTexts.Of)));

    private static CodeList Fixed(string name, IEnumerable<Choice> choices) =>
        new(name, IsFixed: true, [.. choices.Select((choice, index) => new CaseCode { List = name, Number = index + 1, Code = choice.Value, Name = choice.Text, Hint = choice.Hint })]);

    private static IEnumerable<Choice> Of<TEnum>(Func<TEnum, string> word) where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(value => new Choice(Kebab.Of(value), word(value)));

    private static CaseCode Area(int number, string code, string name, string hint) => new() { List = CauseAreas, Number = number, Code = code, Name = name, Hint = hint };
}
