using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Limits;

namespace Huset.Deviations;

/// <summary>
/// What an investigation comes to: the first five in lex Sarah (SoL 2025:400 ch. 27, LSS 24 b–24 f §§), the others in lex Maria (PSL 2010:659 ch. 1 § 5, ch. 3 §§ 3 and 5).
/// Fixed, because the law's duties depend on it.
/// </summary>
public enum Degree { None, RiskOfMisconduct, Misconduct, RiskOfSeriousMisconduct, SeriousMisconduct, NoCareInjury, RiskOfCareInjury, CareInjury, RiskOfSeriousCareInjury, SeriousCareInjury }

/// <summary>What a note is: something that is known, or what someone makes of it. The two are kept apart (SOSFS 2011:5).</summary>
public enum NoteKind { Fact, Assessment }

/// <summary>Who is told of an investigated case.</summary>
public enum InformedParty { Board, Provider, Individual, Relative }

/// <summary>What a patient who has come to a care injury is to be told as soon as can be (PSL 2010:659 ch. 3 § 8). Fixed, because the law lists it.</summary>
public enum PatientPoint { Event, Measures, Complaints, PatientBoard, Ivo, Compensation }

/// <summary>A part of an investigation as it is written; writing it anew keeps the earlier wording.</summary>
public sealed class WrittenPart
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Track Track { get; private set; } = null!;

    /// <summary>Code of the <see cref="RequiredPart"/>.</summary>
    public string Part { get; private set; } = "";

    public string Text { get; private set; } = "";
    public NoteKind Kind { get; private set; }

    /// <summary>Where it is known from: whom, or which record.</summary>
    public string Source { get; private set; } = "";

    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";

    /// <summary>What the writer works as, in the writer's own words (SOSFS 2011:5); null for what was written before it was asked for.</summary>
    public string? ByTitle { get; private set; }

    public DateTimeOffset At { get; private set; }

    internal static WrittenPart Of(string part, string text, NoteKind kind, string source, Person by, string title, DateTimeOffset now) => new()
    {
        Part = part,
        Text = text.Trim(),
        Kind = kind,
        Source = source.Trim(),
        ById = by.Id,
        ByName = by.Name,
        ByTitle = title.Trim(),
        At = now,
    };
}

/// <summary>
/// Whether the case is to be investigated in the track, and why. Who writes a part straight away has thereby decided to investigate, without a row of it: there is
/// no reason to keep. Deciding anew keeps the earlier decision.
/// </summary>
public sealed class InquiryDecision
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Track Track { get; private set; } = null!;
    public bool Investigate { get; private set; }
    public string Motivation { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public string ByTitle { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal static InquiryDecision Of(bool investigate, string motivation, Person by, string title, DateTimeOffset now) => new()
    {
        Investigate = investigate,
        Motivation = motivation.Trim(),
        ById = by.Id,
        ByName = by.Name,
        ByTitle = title.Trim(),
        At = now,
    };
}

/// <summary>What was decided, and why. Deciding anew keeps the earlier decision.</summary>
public sealed class LexDecision
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Track Track { get; private set; } = null!;
    public Degree Degree { get; private set; }
    public string Motivation { get; private set; } = "";
    public string ById { get; private set; } = "";
    public string ByName { get; private set; } = "";

    /// <summary>As of a <see cref="WrittenPart"/>.</summary>
    public string? ByTitle { get; private set; }

    public DateTimeOffset At { get; private set; }

    internal static LexDecision Of(Degree degree, string motivation, Person by, string title, DateTimeOffset now) => new()
    {
        Degree = degree,
        Motivation = motivation.Trim(),
        ById = by.Id,
        ByName = by.Name,
        ByTitle = title.Trim(),
        At = now,
    };
}

/// <summary>The notification to IVO, the inspectorate, of a serious case.</summary>
public sealed class IvoNotification
{
    /// <summary>Day it was sent.</summary>
    public DateOnly SentOn { get; private set; }

    /// <summary>The municipality's own registry number: what is notified is registered (OSL 2009:400 ch. 5 § 1).</summary>
    public string RegistryNumber { get; private set; } = "";

    /// <summary>IVO's own number, once it is known.</summary>
    public string? Reference { get; private set; }

    /// <summary>Day the investigation was sent: with the notification or later; null while it has not been.</summary>
    public DateOnly? InvestigationSentOn { get; private set; }

    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal void Receive(string reference) => Reference = reference;

    internal static IvoNotification Of(DateOnly sentOn, string registryNumber, string? reference, DateOnly? investigationSentOn, Person by, DateTimeOffset now) => new()
    {
        SentOn = sentOn,
        RegistryNumber = registryNumber.Trim(),
        Reference = string.IsNullOrWhiteSpace(reference) ? null : reference.Trim(),
        InvestigationSentOn = investigationSentOn,
        ByName = by.Name,
        At = now,
    };
}

/// <summary>What comes of a notification: IVO has received it, more was sent, IVO has decided, IVO has given longer time for the investigation.</summary>
public enum IvoStepKind { Receipt, Supplement, Decision, Extension }

/// <summary>How far a notification has come.</summary>
public enum IvoStatus { ToSend, Sent, Received, Supplemented, Decided }

/// <summary>One thing that has come of a notification. What is recorded is not changed: what is recorded anew is another step, and of a receipt and a decision the latest counts.</summary>
public sealed class IvoStep
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Track Track { get; private set; } = null!;
    public IvoStepKind Kind { get; private set; }

    /// <summary>Day of the receipt or the decision, or when the supplement was sent.</summary>
    public DateOnly On { get; private set; }

    /// <summary>IVO's own number, of a receipt and of longer time.</summary>
    public string? Reference { get; private set; }

    /// <summary>The last day that the investigation may be sent, of longer time.</summary>
    public DateOnly? Until { get; private set; }

    /// <summary>What was sent, or what IVO decided.</summary>
    public string? Text { get; private set; }

    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <exception cref="InvalidField">400: reference, text, until.</exception>
    internal static IvoStep Of(IvoStepKind kind, DateOnly on, string? reference, string? text, DateOnly? until, Person by, DateTimeOffset now)
    {
        var numbered = kind is IvoStepKind.Receipt or IvoStepKind.Extension;
        if (numbered && string.IsNullOrWhiteSpace(reference)) throw new InvalidField("reference", "A receipt and longer time have IVO's own number.");
        if (kind == IvoStepKind.Extension && !(until > on)) throw new InvalidField("until", "Longer time lasts until a day after it is decided.");
        if (!numbered && string.IsNullOrWhiteSpace(text)) throw new InvalidField("text", "Say what was sent, or what IVO decided.");
        return new()
        {
            Kind = kind,
            On = on,
            Reference = numbered ? reference!.Trim() : null,
            Until = kind == IvoStepKind.Extension ? until : null,
            Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
            ByName = by.Name,
            At = now,
        };
    }
}

/// <summary>That someone was told of the case, and when.</summary>
public sealed class Informed
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Track Track { get; private set; } = null!;
    public InformedParty Party { get; private set; }
    public DateOnly On { get; private set; }

    /// <summary>How, or what was answered.</summary>
    public string? Note { get; private set; }

    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal static Informed Of(InformedParty party, DateOnly on, string? note, Person by, DateTimeOffset now) => new()
    {
        Party = party,
        On = on,
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
        ByName = by.Name,
        At = now,
    };
}

/// <summary>That the patient, or a relative in the patient's place, was told one of the law's points. Recorded anew, the latest counts.</summary>
public sealed class PatientTold
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Track Track { get; private set; } = null!;
    public PatientPoint Point { get; private set; }
    public InformedParty Party { get; private set; }
    public DateOnly On { get; private set; }

    /// <summary>That it was done is noted in the patient's record, as the law demands.</summary>
    public bool InJournal { get; private set; }

    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal static PatientTold Of(PatientPoint point, InformedParty party, DateOnly on, bool inJournal, Person by, DateTimeOffset now) => new()
    {
        Point = point,
        Party = party,
        On = on,
        InJournal = inJournal,
        ByName = by.Name,
        At = now,
    };
}

/// <summary>
/// One version of what a track's investigation must hold before it is decided. A case keeps the parts in force on the day when it was taken in.
/// </summary>
public sealed class RequiredPart : DatedVersion
{
    public TrackKind Track { get; private set; }

    /// <summary>What is written is tied to it, so a new version keeps it.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its place in the investigation.</summary>
    public int Number { get; private set; }

    /// <summary>In Swedish.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What to write there, in a line or two of Swedish.</summary>
    public string? Hint { get; private set; }

    /// <summary>Required only where the case concerns a child; it may be written in any.</summary>
    public bool ForChild { get; private set; }

    public static RequiredPart From(TrackKind track, DateOnly validFrom, int number, string code, string name, string? hint, string source, Person by, DateTimeOffset now, bool forChild = false) => new()
    {
        ForChild = forChild,
        Track = track,
        Code = code,
        Number = number,
        Name = name.Trim(),
        Hint = string.IsNullOrWhiteSpace(hint) ? null : hint.Trim(),
        Source = source.Trim(),
        ValidFrom = validFrom,
        SetByName = by.Name,
        SetAt = now,
    };

    /// <summary>What every installation starts with in the track, as municipalities' own routines render the regulation; nobody has verified it.</summary>
    public static IEnumerable<RequiredPart> Seed(TrackKind track, Person by, DateTimeOffset now) => [.. track == TrackKind.LexSarah ? LexSarah(by, now) : LexMaria(by, now), .. OfChild(track, by, now)];

    // The convention is law since 2020 (2018:1197); the regulations' own words on children are not known here.
    private static IEnumerable<RequiredPart> OfChild(TrackKind track, Person by, DateTimeOffset now)
    {
        const string convention = "Barnkonventionen (lag 2018:1197)";
        return
        [
            From(track, RuleBook.Beginning, 12, "child-interests", "Barnets bästa", "Vad som är bäst för barnet, på kort och lång sikt, och hur det har vägts in.", $"{convention} artikel 3: barnets bästa", by, now, forChild: true),
            From(track, RuleBook.Beginning, 13, "child-account", "Barnets egen berättelse", "Vad barnet har berättat, på ett sätt som passar barnets ålder och mognad. Ville eller kunde barnet inte berätta, skriv varför.", $"{convention} artikel 12: barnets rätt att höras", by, now, forChild: true),
        ];
    }

    private static IEnumerable<RequiredPart> LexSarah(Person by, DateTimeOffset now)
    {
        const string regulation = "SOSFS 2011:5 5 kap., så som kommuners rutiner återger det";
        return
        [
            Part(1, "event", "Vad som hände", "Händelsen, var den skedde och omständigheterna. Skriv inte namn på den som får stöd.", $"{regulation}: vad händelsen var"),
            Part(2, "noticed", "När och hur det uppmärksammades", "Vem som märkte det, när, och hur rapporten kom in.", $"{regulation}: när och hur den uppmärksammades"),
            Part(3, "occurred", "När det inträffade", "Dag och tid, eller under vilken tid det pågick.", $"{regulation}: när den inträffade"),
            Part(4, "accounts", "Vad de berörda berättar", "Vad den enskilde, närstående och personalen har berättat. Fick den enskilde inte möjlighet att berätta, skriv varför.", $"{regulation}: varje uppgifts källa; den enskilde hörs där det är lämpligt"),
            Part(5, "consequences", "Konsekvenser för den enskilde", "Vad det ledde till, och vad det kunde ha lett till.", $"{regulation}: konsekvenser som händelsen fick eller kunde ha fått"),
            Part(6, "causes", "Orsaker", "De orsaker som utredningen har funnit.", $"{regulation}: orsaker som identifierats"),
            Part(7, "similar", "Liknande händelser", "Om något liknande har hänt förut, och i så fall varför det hände igen.", $"{regulation}: om liknande har inträffat tidigare"),
            Part(8, "recurrence", "Risk att det händer igen", "Bedöm om något liknande kan hända på nytt.", $"{regulation}: bedömning av om det kan inträffa igen"),
            Part(9, "measures", "Åtgärder som avhjälper", "Vad som har gjorts och ska göras för att avhjälpa eller undanröja, och när.", $"{regulation}: åtgärder med tider; SoL (2025:400) 27 kap. och LSS 24 e §"),
            Part(10, "prevention", "Åtgärder så att det inte händer igen", "Vad som har gjorts eller planeras för att förebygga.", $"{regulation}: åtgärder för att hindra att det upprepas"),
            Part(11, "other", "Annat som kom fram", "Finns inget annat skriver du det.", $"{regulation}: övriga iakttagelser"),
        ];

        RequiredPart Part(int number, string code, string name, string hint, string source) => From(TrackKind.LexSarah, RuleBook.Beginning, number, code, name, hint, source, by, now);
    }

    private static IEnumerable<RequiredPart> LexMaria(Person by, DateTimeOffset now)
    {
        const string regulation = "HSLF-FS 2017:40 och 2017:41, så som kommuners rutiner återger dem", law = "PSL (2010:659) 3 kap.";
        return
        [
            Part(1, "event", "Vad som hände", "Händelseförloppet steg för steg, var det var och omständigheterna. Skriv inte namn på patienten.", $"{law} 3 §: händelseförloppet"),
            Part(2, "noticed", "När och hur det uppmärksammades", "Vem som märkte det, när, och hur rapporten kom in.", $"{regulation}: när och hur händelsen uppmärksammades"),
            Part(3, "consequences", "Konsekvenser för patienten", "Vilken skada det blev, och vilken det kunde ha blivit.", $"{law} 3 §: om händelsen har medfört eller hade kunnat medföra en vårdskada"),
            Part(4, "immediate", "Vad som gjordes genast", "Vad som gjordes för patienten och för att hindra ny skada.", $"{regulation}: åtgärder som vidtogs direkt"),
            Part(5, "participants", "De som deltog och deras kompetens", "Yrke, kompetens, delegering och tjänstgöring. Skriv inte namn.", $"{regulation}: de medverkandes kompetens"),
            Part(6, "factors", "Vad som påverkade händelsen", "De faktorer och bakomliggande orsaker som utredningen har funnit.", $"{law} 3 §: vilka faktorer som har påverkat händelsen"),
            Part(7, "similar", "Liknande händelser", "Om något liknande har hänt förut, och i så fall varför det hände igen.", $"{regulation}: liknande händelser och risker"),
            Part(8, "account", "Patientens och närståendes beskrivning", "Vad patienten och närstående berättar. Ville eller kunde de inte, skriv det.", $"{law} 4 §: patienter och närstående ges möjlighet att delta; {regulation}"),
            Part(9, "measures", "Åtgärder", "Vad som har gjorts och ska göras, vem som ansvarar och när det är klart.", $"{law} 2 och 3 §§: åtgärder, och en tidsplan för dem som inte kan göras genast"),
            Part(10, "follow-up", "Uppföljning av åtgärderna", "Hur och när ni ser om åtgärderna har haft effekt.", $"{regulation}: uppföljning av åtgärdernas effekt"),
            Part(11, "conclusion", "Slutsats", "Vårdgivarens samlade bedömning av det som har kommit fram.", $"{regulation}: slutsatser"),
        ];

        RequiredPart Part(int number, string code, string name, string hint, string source) => From(TrackKind.LexMaria, RuleBook.Beginning, number, code, name, hint, source, by, now);
    }
}

public static class Degrees
{
    /// <summary>What is serious, or a risk of it, is notified to IVO as soon as can be (SoL 2025:400 ch. 27 § 6, LSS 24 f §; PSL 2010:659 ch. 3 § 5).</summary>
    public static bool IsSerious(this Degree degree) => degree is Degree.SeriousMisconduct or Degree.RiskOfSeriousMisconduct or Degree.SeriousCareInjury or Degree.RiskOfSeriousCareInjury;

    /// <summary>The case turned out not to belong to the track, and may be returned.</summary>
    public static bool IsNothing(this Degree degree) => degree is Degree.None or Degree.NoCareInjury;

    /// <summary>What an investigation of the track may come to.</summary>
    public static IReadOnlyList<Degree> Of(TrackKind track) => track == TrackKind.LexSarah
        ? [Degree.None, Degree.RiskOfMisconduct, Degree.Misconduct, Degree.RiskOfSeriousMisconduct, Degree.SeriousMisconduct]
        : [Degree.NoCareInjury, Degree.RiskOfCareInjury, Degree.CareInjury, Degree.RiskOfSeriousCareInjury, Degree.SeriousCareInjury];
}
