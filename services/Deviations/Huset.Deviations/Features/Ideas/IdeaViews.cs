using System.ComponentModel;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Features.Ideas;

/// <summary>An idea as a list and a board show it.</summary>
public sealed record IdeaRow(
    [property: Description("Idéns id. / Id of the idea.")] Guid Id,
    [property: Description("Idéns nummer. / The idea's number.")][property: Example("IDE-2026-0001")] string Reference,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Läses av alla medarbetare; annars av enhetens. / Read by every employee; otherwise by the unit's.")] bool Shared,
    [property: Description("Idén på en rad. / The idea in a line.")][property: Example("En nyckeltavla vid dörren")] string Title,
    [property: Description("Var idén står. / Where the idea stands.")] IdeaStatus Status,
    [property: Description("Hur snart den ska börjas. / How soon it is to be begun.")] IdeaPriority? Priority,
    [property: Description("Kod för temat (idea-themes). / Code of the theme (idea-themes).")][property: Example("arbetssatt")] string? Theme,
    [property: Description("Kod för slöseriet som den tar bort (wastes). / Code of the waste that it does away with (wastes).")][property: Example("rorelse")] string? Waste,
    [property: Description("Hur mycket av kommunen den gäller. / How much of the municipality it concerns.")] IdeaLevel Level,
    [property: Description("Hur många som också vill det. / How many want it too.")][property: Example("7")] int Votes,
    [property: Description("Gjord av flera idéer. / Made of several ideas.")] bool Joint,
    [property: Description("Den gemensamma förbättring som den har blivit en del av. / The joint improvement that it has become part of.")] Guid? JoinedIntoId,
    [property: Description("När den lämnades, UTC. / When it was left, UTC.")] DateTimeOffset LeftAt,
    [property: Description("När något senast hände med den, UTC. / When something last happened to it, UTC.")] DateTimeOffset ChangedAt);

/// <summary>What an idea is expected to give, or has given.</summary>
public sealed record IdeaEffectView(
    [property: Description("Vad som blir bättre, i ord. / What becomes better, in words.")][property: Example("Ingen letar efter nycklar.")] string? Quality,
    [property: Description("Minuter i veckan som sparas; negativt när det kostar. / Minutes a week that are saved; negative when it costs.")][property: Example("90")] int? MinutesPerWeek,
    [property: Description("Kronor om året som sparas; negativt när det kostar. / Kronor a year that are saved; negative when it costs.")][property: Example("12000")] long? KronorPerYear)
{
    internal static IdeaEffectView? Of(IdeaEffect effect) => effect.IsEmpty ? null : new(effect.Quality, effect.Minutes, effect.Kronor);
}

/// <summary>Whom an idea is to be thanked for.</summary>
public sealed record IdeaCreditView(
    [property: Description("Idén som lämnades. / The idea that was left.")] Guid IdeaId,
    [property: Description("Dess nummer. / Its number.")][property: Example("IDE-2026-0001")] string Reference,
    [property: Description("Enheten som den kom från. / The unit that it came from.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Vem som lämnade den; saknas för den som inte vill nämnas. / Who left it; absent for who does not want to be named.")][property: Example("Karin Testsson")] string? Name,
    [property: Description("Den sades av någon utanför, i en synpunkt. / It was said by someone outside, in a complaint.")] bool FromOutside);

/// <summary>One trial of an idea.</summary>
public sealed record IdeaCycleView(
    [property: Description("Provets id. / Id of the trial.")] Guid Id,
    [property: Description("Vilket i ordningen. / Which in order.")][property: Example("1")] int Number,
    [property: Description("Planera: vad som ska provas. / Plan: what is to be tried.")][property: Example("Tavla på hemtjänsten norr i två veckor.")] string Plan,
    [property: Description("Vad som mäts före och efter. / What is measured before and after.")][property: Example("Minuter per pass som går till att leta nycklar")] string Measure,
    [property: Description("Måttets enhet. / Unit of the measure.")][property: Example("minuter")] string? MeasureUnit,
    [property: Description("Värdet före. / The value before.")][property: Example("12")] decimal? Before,
    [property: Description("Värdet efter. / The value after.")][property: Example("2")] decimal? After,
    [property: Description("Första dagen. / First day.")] DateOnly From,
    [property: Description("Sista dagen. / Last day.")] DateOnly To,
    [property: Description("Gör: vad som gjordes. / Do: what was done.")][property: Example("Tavlan sattes upp och användes på alla pass.")] string? Did,
    [property: Description("Studera: vad vi lärde oss. / Study: what was learned.")][property: Example("Krokarna måste ha namn.")] string? Learned,
    [property: Description("Agera: vad det leder till. / Act: what it leads to.")] CycleOutcome? Outcome,
    [property: Description("När resultatet skrevs, UTC. / When the result was written, UTC.")] DateTimeOffset? OverAt)
{
    internal static IdeaCycleView Of(IdeaCycle cycle) => new(
        cycle.Id, cycle.Number, cycle.Plan, cycle.Measure, cycle.MeasureUnit, cycle.Before, cycle.After, cycle.From, cycle.To, cycle.Did, cycle.Learned, cycle.Outcome, cycle.OverAt);
}

/// <summary>The whole of an idea.</summary>
public sealed record IdeaView(
    [property: Description("Idéns id. / Id of the idea.")] Guid Id,
    [property: Description("Idéns nummer. / The idea's number.")][property: Example("IDE-2026-0001")] string Reference,
    [property: Description("Enhetens kod. / Code of the unit.")][property: Example("norrangen")] string UnitCode,
    [property: Description("Läses av alla medarbetare; annars av enhetens. / Read by every employee; otherwise by the unit's.")] bool Shared,
    [property: Description("Idén på en rad. / The idea in a line.")][property: Example("En nyckeltavla vid dörren")] string Title,
    [property: Description("Idén. / The idea.")][property: Example("Vi letar nycklar varje morgon. Häng dem på en tavla med namn.")] string Text,
    [property: Description("Var idén står. / Where the idea stands.")] IdeaStatus Status,
    [property: Description("Hur snart den ska börjas. / How soon it is to be begun.")] IdeaPriority? Priority,
    [property: Description("Kod för temat (idea-themes). / Code of the theme (idea-themes).")][property: Example("arbetssatt")] string? Theme,
    [property: Description("Kod för slöseriet som den tar bort (wastes). / Code of the waste that it does away with (wastes).")][property: Example("rorelse")] string? Waste,
    [property: Description("Hur mycket av kommunen den gäller. / How much of the municipality it concerns.")] IdeaLevel Level,
    [property: Description("Väntad effekt. / Expected effect.")] IdeaEffectView? Expected,
    [property: Description("Verklig effekt. / Real effect.")] IdeaEffectView? Real,
    [property: Description("Vilka som gör det. / Who does it.")][property: Example("Nattgruppen och vaktmästaren")] string? Team,
    [property: Description("Hur det ska göras. / How it is to be done.")][property: Example("Prova på en enhet i april, på alla i maj.")] string? Plan,
    [property: Description("Varför den är avslutad. / Why it is closed.")][property: Example("Nycklarna byts mot digitala lås.")] string? ClosedReason,
    [property: Description("Alla som lämnat den eller en del av den. / Everyone who left it or a part of it.")] IReadOnlyList<IdeaCreditView> Credits,
    [property: Description("Proven, i ordning. / The trials, in order.")] IReadOnlyList<IdeaCycleView> Cycles,
    [property: Description("Gjord av flera idéer. / Made of several ideas.")] bool Joint,
    [property: Description("Den gemensamma förbättring som den är en del av. / The joint improvement that it is part of.")] Guid? JoinedIntoId,
    [property: Description("Idén som den är hämtad från. / The idea that it is taken from.")] Guid? SpreadFromId,
    [property: Description("Synpunkten som den kom med. / The complaint that it came with.")] Guid? ComplaintId,
    [property: Description("Synpunktens nummer. / The complaint's number.")][property: Example("SYN-2026-0001")] string? ComplaintReference,
    [property: Description("Hur många som också vill det. / How many want it too.")][property: Example("7")] int Votes,
    [property: Description("Du är en av dem. / You are one of them.")] bool Voted,
    [property: Description("Vad den kan bli nu, av dig. / What it may become now, by you.")] IReadOnlyList<IdeaStatus> Next,
    [property: Description("När den lämnades, UTC. / When it was left, UTC.")] DateTimeOffset LeftAt,
    [property: Description("När något senast hände med den, UTC. / When something last happened to it, UTC.")] DateTimeOffset ChangedAt,
    [property: Description("Ökar vid varje ändring. / Grows with each change.")] int Version)
{
    /// <summary>The reader may prioritise, begin, try, join and close it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayLead { get; private init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayReword { get; private init; }

    internal static IdeaView Of(Idea idea, bool voted, CurrentUser user) => new(
        idea.Id, idea.Reference, idea.UnitCode, idea.IsShared, idea.Title, idea.Text, idea.Status, idea.Priority, idea.Theme, idea.Waste, idea.Level, IdeaEffectView.Of(idea.Expected), IdeaEffectView.Of(idea.Real),
        idea.Team, idea.Plan, idea.ClosedReason,
        [.. idea.Credits.OrderBy(credit => credit.OriginReference).ThenBy(credit => credit.Id).Select(credit => new IdeaCreditView(credit.OriginId, credit.OriginReference, credit.UnitCode, credit.Name, credit.FromOutside))],
        [.. idea.Cycles.OrderBy(cycle => cycle.Number).Select(IdeaCycleView.Of)],
        idea.IsJoint, idea.JoinedIntoId, idea.SpreadFromId, idea.ComplaintId, idea.ComplaintReference, idea.Votes, voted,
        user.MayLeadIdeasOf(idea.UnitCode) && idea.JoinedIntoId is null ? [.. idea.Next] : [], idea.LeftAt, idea.ChangedAt, idea.Version)
    {
        MayLead = user.MayLeadIdeasOf(idea.UnitCode),
        MayReword = user.MayReword(idea) && idea.JoinedIntoId is null && !idea.IsOver,
    };
}
