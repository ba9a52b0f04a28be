using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Huset.Demo;

/// <summary>
/// The plan of a demonstration's autumn: 400 cases over three months, each as the people of the invented municipality would take it through. The same seed and
/// end give the same plan, to the last word.
/// </summary>
public sealed class Autumn
{
    /// <summary>How many cases there are: reported deviations and registered complaints.</summary>
    public const int Cases = 400;

    /// <summary>How many days it goes on.</summary>
    public const int Days = 92;

    private const int Complaints = 30;

    // The day when Norrängen decides that two on each morning shift have a delegation; a week later it shows.
    private const int NorrangenDecides = 42;
    private const int NorrangenBefore = 56;
    private const int NorrangenAfter = 11;

    private readonly List<Step> steps = [];
    private readonly Random random;
    private readonly DateTimeOffset until;
    private readonly Place[] places = Read<Place[]>("units.json");
    private readonly Event[] events = Read<Event[]>("events.json");
    private int cases;

    private Autumn(int seed, DateTimeOffset until) => (random, this.until) = (new(seed), until);

    /// <summary>Every step in the order of time.</summary>
    public static IReadOnlyList<Step> Plan(int seed, DateTimeOffset until)
    {
        var autumn = new Autumn(seed, until);
        autumn.Write();
        return [.. autumn.steps.OrderBy(step => step.At).ThenBy(step => step.Case).ThenBy(step => step.Number)];
    }

    private void Write()
    {
        foreach (var lex in Read<Lex[]>("lex.json")) Investigate(lex);
        DecideInNorrangen();
        LackCompetence();
        FollowUpSupplier();
        var examples = Read<Heard[]>("complaints.json");
        for (var i = 0; i < Complaints; i++) Hear(examples, i % 12 == 5);
        var norrangen = Of("norrangen");
        var medicine = events.Where(e => e.Kind == "health-care" && e.Groups.Contains(norrangen.Group)).ToArray();
        for (var i = 0; i < NorrangenBefore; i++) Deviate(norrangen, Weighted(medicine, e => e.Weight), 0, NorrangenDecides + 6);
        for (var i = 0; i < NorrangenAfter; i++) Deviate(norrangen, Weighted(medicine, e => e.Weight), NorrangenDecides + 7, Days);
        while (cases < Cases)
        {
            var place = Weighted(places, place => place.Weight);
            Deviate(place, Weighted(events, e => e.Groups.Contains(place.Group) && !(place == norrangen && e.Kind == "health-care") ? e.Weight : 0), 0, Days);
        }
    }

    /// <summary>An ordinary deviation: reported, assessed, answered by an action whose effect is checked, closed. Some wait too long, some go on.</summary>
    private void Deviate(Place place, Event what, int fromDay, int toDay)
    {
        var story = Begin();
        var (occurred, reported) = Times(place, what.Hours, fromDay, toDay);
        Report(story, place, what, occurred, reported);
        if (story.Happens(2)) return;
        var probability = Math.Clamp(what.Probability + (story.Happens(30) ? story.Some(-1, 1) : 0), 1, 4);
        var careful = what.Severity >= 3 || what.Severity * probability >= 6;
        story.After(story.Happens(8) ? story.Some(9, 16) : story.Some(0, 3)).Post(place.Manager, Deviation("assessment"), Json(new
        {
            severity = what.Severity,
            probability,
            motivation = what.Severity >= 3 ? "Kunde ha blivit allvarligt. Det har hänt förut på andra enheter." : probability >= 3 ? "Har hänt flera gånger i höst." : "Har inte hänt på länge.",
        }));
        if (!careful && story.Happens(55))
        {
            story.After(story.Some(0, 3)).Post(place.Manager, Deviation("closure"), Json(new { feedback = story.Words(what.Feedback) }));
            return;
        }
        if (!careful && story.Happens(25))
        {
            story.After(story.Some(1, 5)).Post(place.Manager, Deviation("causes"), Json(new { area = what.Area, text = what.Cause }), ("cause", "id"))
                .After(0).Post(place.Manager, Deviation("causes/{cause}/acceptance"), Json(new { reason = "Samma orsak har redan en åtgärd i ett annat ärende på enheten." }))
                .After(story.Some(0, 3)).Post(place.Manager, Deviation("closure"), Json(new { feedback = "Tack. Vi arbetar redan med orsaken, och återkommer på arbetsplatsträffen." }));
            return;
        }
        var term = story.Some(10, 30);
        story.After(story.Some(1, 3));
        Act(story, place.Manager, what, term);
        if (story.Happens(88)) story.After(0).Post(place.Manager, Deviation("answer"), Json(new { feedback = $"Tack för rapporten. {what.Action} Vi återkommer när vi har sett om det hjälper." }));
        if (story.Happens(7)) return;
        story.AfterDays(Math.Max(2, term + story.Some(-6, 2))).Post(place.Manager, Deviation("actions/{action}/completion"), Json(new { note = "Gäller från i dag." }));
        var (effect, note) = story.Some(1, 10) switch { 1 => ("no", "Ingen skillnad. Vi letar vidare efter orsaken."), <= 3 => ("partly", what.Effect), _ => ("yes", what.Effect) };
        story.AfterDays(story.Some(20, 24)).Post(place.Manager, Deviation("actions/{action}/effect-check"), Json(new { effect, note }));
        if (effect != "no") story.After(story.Some(0, 3)).Post(place.Manager, Deviation("closure"), Json(new { feedback = what.Feedback }));
    }

    /// <summary>What turns the curve in Norrängen, and asks that the routine be revised.</summary>
    private void DecideInNorrangen()
    {
        var (story, place, what) = (Begin(), Of("norrangen"), events[0]);
        var occurred = At(NorrangenDecides - 3, 7, 40);
        Report(story, place, what with { Harm = "minor", Text = "Tre morgondoser gavs för sent på samma pass. Bara en av fyra hade delegering, och hon hann inte runt." }, occurred, occurred.AddHours(3));
        story.After(1).Post(place.Manager, Deviation("assessment"), Json(new { severity = 3, probability = 4, motivation = "Sjunde sena passet på en månad. Kan ge allvarlig skada för den som har diabetes." }))
            .After(1).Post(place.Manager, Deviation("causes"), Json(new { area = "routines", text = "Rutinen säger inte vem som ser till att minst två på passet har delegering.", revision = new { } }), ("cause", "id"))
            .After(0);
        Act(story, place.Manager, what with { Strength = "weak", Action = "Rutinen skrivs om, så att den säger vem som ser till att två på passet har delegering." }, 75, toCause: true);
        Act(story, place.Manager, what with { Area = "staffing", Strength = "strong", Action = "Schemat går inte att fastställa utan två med delegering på varje morgonpass." }, 7);
        story.After(0).Post(place.Manager, Deviation("answer"), Json(new { feedback = "Tack. Schemat spärras från nästa vecka om två med delegering saknas, och rutinen skrivs om." }))
            .AfterDays(7).Post(place.Manager, Deviation("actions/{action}/completion"), Json(new { note = "Spärren är på i schemasystemet." }))
            .AfterDays(30).Post(place.Manager, Deviation("actions/{action}/effect-check"), Json(new { effect = "yes", note = "Sena doser är färre än hälften mot månaden före." }));
    }

    /// <summary>A cause that Competence is asked to mend.</summary>
    private void LackCompetence()
    {
        var (story, place) = (Begin(), Of("kullen"));
        var what = events.First(e => e.Area == "competence" && e.Kind == "work-environment");
        var occurred = At(29, 8, 15);
        Report(story, place, what, occurred, occurred.AddHours(1));
        story.After(2).Post(place.Manager, Deviation("assessment"), Json(new { severity = 2, probability = 4, motivation = "Tre liknande händelser på två månader." }))
            .After(1).Post(place.Manager, Deviation("causes"), Json(new { area = "competence", text = what.Cause, competenceNeed = true }), ("cause", "id"), ("need", "askedFor.taskId"))
            .After(0);
        Act(story, place.Manager, what, 40, toCause: true);
        story.Post(place.Manager, Deviation("answer"), Json(new { feedback = what.Feedback }))
            .After(3).Put(place.Manager, "competence/v1/needs/{need}/plan", Json(new { plan = "Två halvdagar i lågaffektivt bemötande för hela gruppen.", dueOn = story.Day(45) }))
            .AfterDays(30).Post(place.Manager, "competence/v1/needs/{need}/meeting", Json(new { reason = "Alla tolv har varit med båda halvdagarna." }));
    }

    /// <summary>A supplier's unit whose deviations lead to a visit and a finding.</summary>
    private void FollowUpSupplier()
    {
        var (story, place) = (Begin(), Of("kvallen"));
        var what = events.First(e => e.Step == "Planera besök och bemanning");
        var occurred = At(50, 20, 30);
        Report(story, place, what with { Text = "Kvällsbesöket uteblev för tredje gången på två veckor. Bara en person var i tjänst efter klockan nio." }, occurred, occurred.AddHours(2));
        const string controller = "upphandling";
        story.After(2).Post(place.Manager, Deviation("assessment"), Json(new { severity = 2, probability = 4, motivation = "Tredje gången på två veckor." })).After(0);
        Act(story, place.Manager, what with { Area = "staffing", Cause = "Schemat har en person efter klockan nio.", Action = "Två schemaläggs varje kväll till klockan elva." }, 20);
        story.Post(place.Manager, Deviation("answer"), Json(new { feedback = "Tack. Kommunen följer upp avtalet, och två schemaläggs varje kväll." }))
            .After(3).Post(controller, "procurement/v1/follow-ups", Json(new
            {
                contractId = "{contract:Hemtjänst på kvällar och nätter}",
                unitCode = place.Code,
                kind = "handelse",
                purpose = "Uteblivna kvällsbesök. Bemanningen efter klockan nio.",
                unannounced = true,
                plannedOn = story.Day(6),
                caseIds = new[] { "{case}" },
            }), ("visit", "id"))
            .AfterDays(6).Post(controller, "procurement/v1/follow-ups/{visit}/findings", Json(new
            {
                text = "Fyra kvällar av fjorton var bara en person i tjänst efter klockan nio. Avtalet säger två.",
                severity = "major",
                remedyDueOn = story.Day(21),
            }), ("finding", "id"))
            .AfterDays(12).Post("leverantor", "procurement/v1/findings/{finding}/remedy", Json(new { text = "Två är nu schemalagda varje kväll till klockan elva. Schemat för fyra veckor är bifogat i mejl." }))
            .AfterDays(7).Post(controller, "procurement/v1/findings/{finding}/re-check", Json(new { passed = true, note = "Schema och tidrapporter för två veckor visar två personer varje kväll." }));
    }

    /// <summary>What is handed over to lex Sarah, which gets as far as told.</summary>
    private void Investigate(Lex lex)
    {
        const string investigator = "lex";
        const string title = "Lex Sarah-utredare";
        var (story, place) = (Begin(), Of(lex.Unit));
        var occurred = At(lex.Day, 7, 10);
        var (happened, noticed) = (Story.Text(occurred)[..10], Story.Text(occurred.AddHours(1))[..10]);
        story.On(occurred.AddHours(2)).Post(story.One(place.Reporters), "deviations/v1/deviations", Json(new
        {
            unitCode = place.Code,
            kind = lex.Kind,
            description = lex.Text,
            occurredAt = Story.Text(occurred),
            harm = "serious",
            immediateAction = lex.Immediate,
            suspectedSerious = true,
        }), ("case", "id"))
            .After(0).Post(place.Manager, Deviation("tracks"), Json(new { track = "lex-sarah", reason = lex.Reason }));
        if (lex.Until == "handed-over") return;
        story.After(0).Post(investigator, Deviation("assessment"), Json(new { severity = 4, probability = 2, motivation = "Allvarliga följder för den enskilde." }));
        Part("event", lex.Text, "fact", "Rapporten");
        Part("noticed", $"Rapporterad av personal {noticed}, samma dag som det upptäcktes.", "fact", "Rapporten");
        Part("occurred", $"Upptäckt {happened} på morgonen.", "fact", "Journalen");
        story.After(2);
        Part("accounts", "Den enskilde, en närstående och tre i personalen har berättat var för sig. Uppgifterna stämmer överens.", "fact", "Samtal");
        Part("consequences", "Oro och obehag för den enskilde, och en skada som hade kunnat undvikas.", "assessment", "Sjuksköterskans journal");
        if (lex.Until == "writing") return;
        story.After(3);
        Part("causes", "Ansvaret för passet var oklart, och ingen kontroll fångade att det som skulle göras inte blev gjort.", "assessment", "Samtal och scheman");
        Part("similar", "En liknande händelse för två år sedan på en annan enhet. Åtgärden då nådde inte hit.", "fact", "Tidigare utredningar");
        Part("recurrence", "Risken finns kvar tills åtgärderna är gjorda.", "assessment", "Utredaren");
        Part("measures", "Ansvaret på varje pass är namngivet. Klart inom två veckor.", "fact", "Enhetschefen");
        Part("prevention", "Larmloggen och signeringarna jämförs varje vecka. Genomgång på alla enheter.", "fact", "Enhetschefen");
        Part("other", "Inget annat har kommit fram.", "fact", "Utredaren");
        story.After(2).Post(investigator, Deviation("decision"), Json(new { degree = lex.Degree, motivation = lex.Motivation, title }));
        if (lex.Until == "notified") story.After(1).Put(investigator, Deviation("ivo-notification"), Json(new { sentOn = story.Day(), registryNumber = "SN 2026/214", investigationSentOn = story.Day() }));
        story.After(4).Post(investigator, Deviation("informed"), Json(new { party = "board", on = story.Day(), note = "Vid nämndens sammanträde." }));

        void Part(string part, string text, string kind, string source) => story.After(story.Some(0, 1)).Put(investigator, Deviation($"investigation/parts/{part}"), Json(new { text, kind, source, title }));
    }

    /// <summary>A complaint that the registrar has written down; now and then it turns out to be a deviation.</summary>
    private void Hear(Heard[] examples, bool isDeviation)
    {
        Heard[] FitFor(Place place) => [.. examples.Where(example => example.Groups.Contains(place.Group) && (!isDeviation || example.Kind == "complaint"))];
        var story = Begin();
        var place = Weighted(places, place => FitFor(place).Length > 0 ? place.Weight : 0);
        var what = story.One(FitFor(place));
        var (text, wantsAnswer) = (story.Words(what.Text), what.Answer is not null);
        var channel = story.One<string>(["phone", "visit", "letter", "email"]);
        story.On(Times(place, [9, 15], 0, Days - 5).Occurred).After(0).Post("registrator", "complaints/v1/complaints", Json(new
        {
            text,
            kind = what.Kind,
            channel,
            unitCode = place.Code,
            wantsAnswer,
            contact = wantsAnswer ? "Telefon 0999-555 00" : null,
            sender = what.Sender,
            category = what.Category,
        }), ("complaint", "id"));
        if (isDeviation)
        {
            story.After(1).Post(place.Manager, "complaints/v1/complaints/{complaint}/escalation", Json(new { motivation = "Det här skulle inte ha hänt enligt genomförandeplanen.", description = text, kind = "social-care", harm = "none" }), ("case", "deviationId"))
                .After(1).Post(place.Manager, Deviation("assessment"), Json(new { severity = 2, probability = 2, motivation = "Flera har sagt samma sak." }));
        }
        if (story.Happens(12)) return;
        story.After(story.Some(2, 8));
        if (wantsAnswer) story.Post(place.Manager, "complaints/v1/complaints/{complaint}/answer", Json(new { text = what.Answer }));
        if (story.Happens(75)) story.After(story.Some(1, 5)).Post(place.Manager, "complaints/v1/complaints/{complaint}/closure", Json(new { outcome = what.Outcome }));
    }

    private static void Report(Story story, Place place, Event what, DateTimeOffset occurred, DateTimeOffset reported)
    {
        story.On(reported).Post(story.One(place.Reporters), "deviations/v1/deviations", Json(new
        {
            unitCode = place.Code,
            kind = what.Kind,
            description = story.Words(what.Text),
            occurredAt = Story.Text(occurred),
            harm = what.Harm,
            immediateAction = what.Immediate is { } immediate ? story.Words(immediate) : null,
            activityId = what.Step is { } step ? $"{{step:{step}}}" : null,
            routineId = what.Routine is { } routine ? $"{{routine:{routine}}}" : null,
        }), ("case", "id"));
        if (what.Dismissal is { } dismissal) story.On(reported.AddMinutes(40)).Post(place.Manager, Deviation("duties/dismissal"), Json(new { motivation = dismissal })).On(reported);
        if (what.Duties is not { } duties) return;
        story.On(reported.AddMinutes(40)).Put(place.Manager, Deviation("duties"), Json(new { knownAt = Story.Text(reported), nature = duties.Nature, affected = duties.Affected }));
        foreach (var (part, text) in duties.Parts) story.Put(place.Manager, Deviation($"duties/parts/{part}"), Json(new { text }));
        foreach (var (duty, told) in duties.Told) story.Put(place.Manager, Deviation($"duties/{duty}"), Json(new { required = told.Required, motivation = told.Why, doneAt = told.Required ? Story.Text(reported.AddMinutes(20)) : null }));
        story.On(reported);
    }

    private static void Act(Story story, string manager, Event what, int days, bool toCause = false) => story.Post(manager, Deviation("actions"), Json(new
    {
        causeId = toCause ? "{cause}" : null,
        cause = toCause ? null : new { area = what.Area, text = what.Cause },
        what = what.Action,
        strength = what.Strength,
        ownerRole = "Enhetschef",
        plannedStart = story.Day(),
        dueAt = story.Day(days),
        followUp = what.FollowUp,
        successCriterion = what.Success,
        effectCheckAt = story.Day(days + 21),
    }), ("action", "id"));

    private Story Begin() => new(++cases, random, until, steps);

    // Offices are closed at weekends; elsewhere it happens every day of the week. What is reported later than the autumn's end is drawn anew.
    private (DateTimeOffset Occurred, DateTimeOffset Reported) Times(Place place, int[] hours, int fromDay, int toDay)
    {
        while (true)
        {
            var occurred = At(random.Next(fromDay, toDay), random.Next(hours[0], hours[1] + 1), random.Next(60));
            var reported = occurred.AddMinutes(random.Next(100) < 80 ? random.Next(10, 300) : random.Next(600, 2_900));
            if (reported < until && !(place.Group is "ifo" or "dag" && Story.IsWeekend(TimeZoneInfo.ConvertTime(occurred, Story.Sweden).Date))) return (occurred, reported);
        }
    }

    private DateTimeOffset At(int day, int hour, int minute) => Story.InSweden(TimeZoneInfo.ConvertTime(until, Story.Sweden).Date.AddDays(day - Days + 1).AddHours(hour).AddMinutes(minute));

    private T Weighted<T>(T[] choices, Func<T, int> weight)
    {
        var left = random.Next(choices.Sum(weight));
        return choices.First(choice => (left -= weight(choice)) < 0);
    }

    private Place Of(string code) => places.Single(place => place.Code == code);

    private static string Deviation(string what) => "deviations/v1/deviations/{case}/" + what;

    private static JsonObject Json(object body)
    {
        var json = JsonSerializer.SerializeToNode(body)!.AsObject();
        foreach (var (name, _) in json.Where(field => field.Value is null).ToList()) json.Remove(name);
        return json;
    }

    private static T Read<T>(string name)
    {
        using var data = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<T>(data, JsonSerializerOptions.Web)!;
    }

    private sealed record Place(string Code, string Group, int Weight, string Manager, string[] Reporters);

    private sealed record Event(
        string[] Groups, string Kind, int Weight, int[] Hours, string Harm, int Severity, int Probability, string? Step, string? Routine, string Text, string? Immediate,
        string Area, string Cause, string Action, string Strength, string FollowUp, string Success, string Effect, string Feedback,
        string? Dismissal, Duties? Duties);

    private sealed record Duties(string Nature, string? Affected, Dictionary<string, string> Parts, Dictionary<string, Told> Told);

    private sealed record Told(bool Required, string Why);

    private sealed record Heard(string[] Groups, string Kind, string Category, string Sender, string Text, string? Answer, string? Outcome);

    private sealed record Lex(string Unit, int Day, string Kind, string Until, string Text, string Immediate, string Reason, string? Degree, string? Motivation);
}
