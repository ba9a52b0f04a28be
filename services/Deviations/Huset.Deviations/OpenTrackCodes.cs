namespace Huset.Deviations;

/// <summary>What the open tracks ask for and the natures to choose among, as every installation begins; the municipality words, adds and ends its own. Nobody has verified them.</summary>
public static class OpenTrackCodes
{
    public const string WorkParts = "work-environment-parts", WorkNatures = "work-environment-natures", BreachParts = "breach-parts", BreachNatures = "breach-natures";

    public static string PartsOf(OpenTrackKind kind) => kind == OpenTrackKind.WorkEnvironment ? WorkParts : BreachParts;

    public static string NaturesOf(OpenTrackKind kind) => kind == OpenTrackKind.WorkEnvironment ? WorkNatures : BreachNatures;

    public static IEnumerable<CaseCode> Seed =>
    [
        Code(WorkNatures, 1, "injury", "Olycksfall i arbetet", "Någon skadades i arbetet. Också hot och våld."),
        Code(WorkNatures, 2, "commuting", "Olycksfall på väg till eller från arbetet", "Försäkringskassan får anmälan; Arbetsmiljöverket bara när arbetet var orsaken."),
        Code(WorkNatures, 3, "illness", "Arbetssjukdom", "Ohälsa som har vuxit fram i arbetet, fysiskt eller psykiskt."),
        Code(WorkNatures, 4, "serious-near-miss", "Allvarligt tillbud", "Ingen skadades, men det var allvarlig fara för liv eller hälsa (AML 3 kap. 3 a §)."),
        Code(WorkNatures, 5, "near-miss", "Tillbud", "Ingen skadades, men det kunde ha gått illa."),
        Code(WorkParts, 1, "event", "Vad som hände", "Plats, uppgift och förlopp. Skriv inget om den som får stöd (AFS 2023:1)."),
        Code(WorkParts, 2, "consequence", "Skada eller ohälsa", "Vad det ledde till för medarbetaren, och vad det kunde ha lett till (AFS 2023:1)."),
        Code(WorkParts, 3, "immediate", "Vad som gjordes genast", "Första hjälpen, stöd efteråt, fara som togs bort (AFS 2023:1)."),
        Code(WorkParts, 4, "causes", "Orsaker", "Orsaker i arbetet, så att risken kan förebyggas (AFS 2023:1: orsakerna utreds)."),
        Code(WorkParts, 5, "risk", "Risk att det händer igen", "Allvarlig eller inte, här och på andra ställen (AFS 2023:1: riskbedömning)."),
        Code(WorkParts, 6, "measures", "Åtgärder", "Vad, vem och när; det som inte görs genast står i en handlingsplan (AFS 2023:1)."),
        Code(WorkParts, 7, "follow-up", "Uppföljning", "Hur och när ni ser att åtgärderna har haft effekt (AFS 2023:1)."),
        Code(BreachNatures, 1, "disclosed", "Obehörig har fått del av uppgifter", "Fel mottagare, fel behörighet, stulen enhet."),
        Code(BreachNatures, 2, "lost", "Uppgifter har förlorats eller förstörts", "Kan inte återskapas, eller bara delvis."),
        Code(BreachNatures, 3, "altered", "Uppgifter har ändrats", "Fel uppgifter har sparats eller ändrats utan lov."),
        Code(BreachNatures, 4, "unavailable", "System eller uppgifter går inte att nå", "Avbrott, angrepp, utpressningsprogram."),
        Code(BreachParts, 1, "event", "Vad som hände", "Art, tid och hur det upptäcktes (GDPR artikel 33.3 a och 33.5)."),
        Code(BreachParts, 2, "extent", "Vilka och hur många", "Kategorier och ungefärligt antal registrerade och poster (GDPR artikel 33.3 a)."),
        Code(BreachParts, 3, "contact", "Kontakt", "Dataskyddsombudet eller annan som kan svara (GDPR artikel 33.3 b)."),
        Code(BreachParts, 4, "consequences", "Sannolika konsekvenser", "För dem vars uppgifter det är, och för verksamheten (GDPR artikel 33.3 c)."),
        Code(BreachParts, 5, "measures", "Åtgärder", "Vad som har gjorts och föreslås för att mildra och hindra (GDPR artikel 33.3 d)."),
        Code(BreachParts, 6, "risk", "Risk för människors rättigheter", "Osannolik, sannolik eller hög risk, och varför; av det följer vem som ska få veta (GDPR artikel 33.1 och 34)."),
    ];

    private static CaseCode Code(string list, int number, string code, string name, string hint) => new() { List = list, Number = number, Code = code, Name = name, Hint = hint };
}
