namespace Huset.Deviations;

/// <summary>The topics and categories that every installation starts with; the municipality words, adds and ends its own.</summary>
public static class CaseCodes
{
    public static IEnumerable<CaseCode> Seed => [.. Topics, .. Categories, .. Affected];

    private static readonly CaseCode[] Topics =
    [
        Topic(1, "medicines", "Läkemedel", "Dela, ge, signera, förvara och beställa."),
        Topic(2, "falls", "Fall", "Fall och fallrisk."),
        Topic(3, "lifting", "Lyft och förflyttning", "Förflytta, lyfta och vända, med och utan hjälpmedel."),
        Topic(4, "incontinence", "Inkontinens", "Utprovning, byten och rätt skydd."),
        Topic(5, "conduct", "Bemötande", "Hur någon blev bemött."),
        Topic(6, "values", "Värdegrund", "Självbestämmande, delaktighet och värdigt liv."),
        Topic(7, "food", "Mat och måltid", "Mat, dryck, konsistens och specialkost."),
        Topic(8, "hygiene", "Basal hygien och smitta", "Handhygien, kläder, smitta och städning."),
        Topic(9, "oral-health", "Munhälsa", "Munvård och munhälsobedömning."),
        Topic(10, "skin", "Hud och trycksår", "Sår, tryck och lägesändring."),
        Topic(11, "dementia", "Demens", "Bemötande och omgivning för den som har demens."),
        Topic(12, "alarms", "Larm och välfärdsteknik", "Trygghetslarm, tillsyn på distans, larmmattor."),
        Topic(13, "aids", "Hjälpmedel", "Att de finns, fungerar och används rätt."),
        Topic(14, "documentation", "Dokumentation", "Journal, genomförandeplan, signeringslistor."),
        Topic(15, "violence", "Hot och våld", "Mot medarbetare, brukare eller närstående."),
        Topic(16, "privacy", "Personuppgifter", "Sekretess, behörighet, fel mottagare."),
    ];

    private static readonly CaseCode[] Categories =
    [
        Category(1, DeviationKind.SocialCare, "visit-missed", "Insats blev inte av", null),
        Category(2, DeviationKind.SocialCare, "visit-late", "Insats blev sen", null),
        Category(3, DeviationKind.SocialCare, "visit-wrong", "Insats gjordes på fel sätt", null),
        Category(4, DeviationKind.SocialCare, "conduct", "Bemötande", "conduct"),
        Category(5, DeviationKind.SocialCare, "self-determination", "Självbestämmande och integritet", "values"),
        Category(6, DeviationKind.SocialCare, "meals", "Mat och dryck", "food"),
        Category(7, DeviationKind.SocialCare, "alarm", "Larm fungerade inte eller besvarades sent", "alarms"),
        Category(8, DeviationKind.SocialCare, "between-users", "Hot eller våld mellan brukare", "violence"),
        Category(9, DeviationKind.SocialCare, "belongings", "Pengar, nycklar eller ägodelar", null),
        Category(10, DeviationKind.SocialCare, "plan-missing", "Genomförandeplan eller dokumentation saknas", "documentation"),
        Category(11, DeviationKind.HealthCare, "dose-missed", "Läkemedel: dosen gavs inte", "medicines"),
        Category(12, DeviationKind.HealthCare, "dose-late", "Läkemedel: dosen gavs vid fel tid", "medicines"),
        Category(13, DeviationKind.HealthCare, "dose-wrong", "Läkemedel: fel dos, läkemedel eller person", "medicines"),
        Category(14, DeviationKind.HealthCare, "signature-missing", "Läkemedel: signering saknas", "medicines"),
        Category(15, DeviationKind.HealthCare, "fall", "Fall", "falls"),
        Category(16, DeviationKind.HealthCare, "pressure-ulcer", "Trycksår", "skin"),
        Category(17, DeviationKind.HealthCare, "infection", "Hygien eller vårdrelaterad infektion", "hygiene"),
        Category(18, DeviationKind.HealthCare, "incontinence-aid", "Inkontinenshjälpmedel", "incontinence"),
        Category(19, DeviationKind.HealthCare, "nutrition", "Undernäring eller vätskebrist", "food"),
        Category(20, DeviationKind.HealthCare, "mouth-care", "Munvård", "oral-health"),
        Category(21, DeviationKind.HealthCare, "device", "Medicinteknisk produkt eller hjälpmedel", "aids"),
        Category(22, DeviationKind.HealthCare, "delegation", "Delegering saknas eller följs inte", null),
        Category(23, DeviationKind.WorkEnvironment, "threat", "Hot eller våld", "violence"),
        Category(24, DeviationKind.WorkEnvironment, "strain", "Lyft eller tung belastning", "lifting"),
        Category(25, DeviationKind.WorkEnvironment, "slip", "Halkade, snubblade eller föll", null),
        Category(26, DeviationKind.WorkEnvironment, "sharp", "Stick eller skärskada", null),
        Category(27, DeviationKind.WorkEnvironment, "workload", "Arbetsbelastning eller ensamarbete", null),
        Category(28, DeviationKind.WorkEnvironment, "offence", "Kränkande särbehandling", null),
        Category(29, DeviationKind.WorkEnvironment, "travel", "På väg till eller i arbetet", null),
        Category(30, DeviationKind.InformationSecurity, "wrong-recipient", "Skickat till fel mottagare", "privacy"),
        Category(31, DeviationKind.InformationSecurity, "unauthorised", "Någon såg eller öppnade utan rätt", "privacy"),
        Category(32, DeviationKind.InformationSecurity, "lost", "Telefon, dator eller papper borta", "privacy"),
        Category(33, DeviationKind.InformationSecurity, "outage", "System eller nät fungerade inte", null),
        Category(34, DeviationKind.InformationSecurity, "intrusion", "Falskt mejl, virus eller intrång", null),
        Category(35, DeviationKind.Cooperation, "discharge", "Utskrivning från sjukhus", null),
        Category(36, DeviationKind.Cooperation, "handover", "Uppgifter kom inte fram eller var fel", "documentation"),
        Category(37, DeviationKind.Cooperation, "medicine-list", "Läkemedelslista eller ordination", "medicines"),
        Category(38, DeviationKind.Cooperation, "aid-delivery", "Hjälpmedel kom inte eller var fel", "aids"),
        Category(39, DeviationKind.Cooperation, "planning", "Samordnad plan saknas eller följs inte", null),
        Category(40, DeviationKind.Other, "premises", "Lokaler och utrustning", null),
        Category(41, DeviationKind.Other, "environment", "Miljö: avfall, kemikalier, utsläpp", null),
        Category(42, DeviationKind.Other, "vehicle", "Bil, cykel och nycklar", null),
    ];

    private static readonly CaseCode[] Affected =
    [
        Of(1, DeviationKind.WorkEnvironment, "colleague", "Medarbetare"),
        Of(2, DeviationKind.WorkEnvironment, "temporary", "Vikarie, student eller inhyrd"),
        Of(3, DeviationKind.WorkEnvironment, "visitor", "Besökare eller någon annan"),
        Of(4, DeviationKind.InformationSecurity, "identity", "Namn, adress eller personnummer"),
        Of(5, DeviationKind.InformationSecurity, "care", "Uppgifter om hälsa, omsorg eller insatser"),
        Of(6, DeviationKind.InformationSecurity, "protected-identity", "Skyddade personuppgifter"),
        Of(7, DeviationKind.InformationSecurity, "sign-in", "Lösenord eller inloggning"),
        Of(8, DeviationKind.InformationSecurity, "staff", "Uppgifter om medarbetare"),
        Of(9, DeviationKind.InformationSecurity, "no-person", "Inga uppgifter om personer"),
    ];

    private static CaseCode Of(int number, DeviationKind kind, string code, string name) => new() { List = CodeLists.Affected, Number = number, Code = code, Name = name, Kind = kind };

    private static CaseCode Topic(int number, string code, string name, string hint) => new() { List = CodeLists.Topics, Number = number, Code = code, Name = name, Hint = hint };

    private static CaseCode Category(int number, DeviationKind kind, string code, string name, string? topic) =>
        new() { List = CodeLists.Categories, Number = number, Code = code, Name = name, Kind = kind, Topic = topic };
}
