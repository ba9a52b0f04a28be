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

    /// <summary>What a risk analysis is made before.</summary>
    public const string RiskOccasions = "risk-occasions";

    /// <summary>How a change has been dealt with together with the unions.</summary>
    public const string CooperationForms = "cooperation-forms";

    /// <summary>What a case of a joint council is about.</summary>
    public const string CouncilThemes = "council-themes";

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
        Coded(RiskOccasions, 1, "saving", "Besparing", "Mindre bemanning, färre platser, lägre budget."),
        Coded(RiskOccasions, 2, "move-unit", "Flytt av en enhet", "Nya lokaler eller ny ort för verksamheten."),
        Coded(RiskOccasions, 3, "move-person", "Flytt av en person", "En person som får stöd eller vård flyttar. Skriv inga namn."),
        Coded(RiskOccasions, 4, "reorganisation", "Omorganisation", "Ny ledning, nya gränser mellan enheter."),
        Coded(RiskOccasions, 5, "new-routine", "Ny rutin", "Ett nytt eller ändrat arbetssätt."),
        Coded(RiskOccasions, 6, "new-system", "Nytt system", "It-system, larm eller annan teknik."),
        Coded(RiskOccasions, 7, "staff-change", "Byte av personal", "Många nya, ny chef, ny yrkesgrupp."),
        Coded(RiskOccasions, 8, "shortage", "Brist på kompetens eller språk", "Svårt att rekrytera, delegeringar som saknas."),
        Coded(CooperationForms, 1, "mbl-11", "Förhandling enligt 11 § MBL", "Innan arbetsgivaren beslutar om en viktigare förändring."),
        Coded(CooperationForms, 2, "mbl-19", "Information enligt 19 § MBL", "Ändringen är inte så viktig att den ska förhandlas."),
        Coded(CooperationForms, 3, "local-agreement", "Samverkan enligt lokalt avtal (FAL)", "I samverkansgruppen."),
        Coded(CooperationForms, 4, "not-needed", "Behövs inte", "Skriv varför."),
        Coded(CouncilThemes, 1, "discharge", "Utskrivning och hemgång", "Planering, tid för hemgången, vem som möter."),
        Coded(CouncilThemes, 2, "information", "Information mellan verksamheter", "Uppgifter som inte kom fram, kom sent eller var fel."),
        Coded(CouncilThemes, 3, "medicines", "Läkemedel", "Läkemedelslistor, ordinationer, dosförpackningar, delegering."),
        Coded(CouncilThemes, 4, "plan", "Samordnad individuell plan", "Saknas, följs inte eller har inte följts upp."),
        Coded(CouncilThemes, 5, "aids", "Hjälpmedel", "Som inte kom, inte passade eller inte hämtades."),
        Coded(CouncilThemes, 6, "contact", "Nå varandra", "Telefon, fast kontakt, kvällar och helger."),
        Coded(CouncilThemes, 7, "rehabilitation", "Rehabilitering", "Överlämning, bedömning, fortsatt träning."),
        Coded(CouncilThemes, 8, "other", "Annat", "Det som inget annat tema passar för."),
        .. IdeaRows.Seed,
        .. OpenTrackCodes.Seed,
    ];

    /// <summary>The causes' areas, the categories and the topics are rows; the words of the others are the pages' own.</summary>
    public static readonly CodeListTable Table = new(
        Permissions.ReadCodeLists, Permissions.EditCodeLists, "staffing", new(CauseAreas), new(Categories), new(Topics), new(Affected), new(IdeaRows.Themes), new(IdeaRows.Wastes), new(RiskOccasions), new(CooperationForms), new(CouncilThemes),
        new(OpenTrackCodes.WorkNatures), new(OpenTrackCodes.WorkParts), new(OpenTrackCodes.BreachNatures), new(OpenTrackCodes.BreachParts),
        Fixed("kinds", Of<DeviationKind>(Words.Of)), Fixed("harms", Of<Harm>(Words.Of)), Fixed("natures", Of<Nature>(Words.Of)), Fixed("statuses", Of<DeviationStatus>(Words.Of)), Fixed("tracks", Of<TrackKind>(Words.Of)),
        Fixed("severities", Words.Severities), Fixed("probabilities", Words.Probabilities), Fixed("strengths", Of<Strength>(Words.Of)),
        Fixed("action-statuses", Of<ActionStatus>(Words.Of)), Fixed("effects", Of<Effect>(Words.Of)), Fixed("changes", Of<ChangeKind>(Words.Of)),
        Fixed("duties", Of<Duty>(Words.Of)), Fixed("duty-statuses", Of<DutyStatus>(Words.Of)), Fixed("degrees", Of<Degree>(Words.Of)), Fixed("note-kinds", Of<NoteKind>(Words.Of)), Fixed("informed-parties", Of<InformedParty>(Words.Of)), Fixed("patient-points", Of<PatientPoint>(Words.Of)), Fixed("assignment-kinds", Of<AssignmentKind>(Words.Of)),
        Fixed("idea-statuses", Of<IdeaStatus>(IdeaTexts.Of)), Fixed("idea-levels", Of<IdeaLevel>(IdeaTexts.Of)), Fixed("idea-priorities", Of<IdeaPriority>(IdeaTexts.Of)), Fixed("cycle-outcomes", Of<CycleOutcome>(IdeaTexts.Of)),
        Fixed("risk-analysis-statuses", Of<RiskAnalysisStatus>(Words.Of)),
        Fixed("partner-types", Of<PartnerType>(Words.Of)), Fixed("sending-statuses", Of<CooperationStatus>(Words.Of)), Fixed("sending-ways", Of<SendingWay>(Words.Of)), Fixed("shared-parts", Of<SharedPart>(Words.Of)),
        Fixed("council-case-statuses", Of<CouncilCaseStatus>(Words.Of)), Fixed("proposal-answers", Of<ProposalAnswer>(Words.Of)));

    private static CodeList Fixed(string name, IEnumerable<Choice> choices) =>
        new(name, IsFixed: true, [.. choices.Select((choice, index) => new CaseCode { List = name, Number = index + 1, Code = choice.Value, Name = choice.Text, Hint = choice.Hint })]);

    private static IEnumerable<Choice> Of<TEnum>(Func<TEnum, string> word) where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(value => new Choice(Kebab.Of(value), word(value)));

    private static CaseCode Coded(string list, int number, string code, string name, string hint) => new() { List = list, Number = number, Code = code, Name = name, Hint = hint };

    private static CaseCode Area(int number, string code, string name, string hint) => new() { List = CauseAreas, Number = number, Code = code, Name = name, Hint = hint };
}
