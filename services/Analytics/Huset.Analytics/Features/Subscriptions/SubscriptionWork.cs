using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features.Subscriptions;

/// <summary>What the slices of a subscription have in common.</summary>
public sealed class SubscriptionWork(AnalyticsDb db, EventLog events, CurrentUser user, UnitTree units, TimeProvider clock)
{
    // Further ahead nothing is counted: who is so far behind needs no exact number.
    private const int Counted = 10_000;

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => SwedishTime.Today(clock);

    public Person Me => new(user.Id, user.Name);

    public Task<Subscription?> Read(Guid id, CancellationToken ct) => db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(subscription => subscription.Id == id, ct);

    /// <summary>Changes it; null when there is none.</summary>
    public async Task<Subscription?> Change(Guid id, Action<int> checkVersion, Func<Subscription, Task> work, CancellationToken ct)
    {
        if (await db.Subscriptions.FirstOrDefaultAsync(subscription => subscription.Id == id, ct) is not { } found) return null;
        checkVersion(found.Version);
        await work(found);
        await db.SaveChangesAsync(ct);
        return found;
    }

    public async Task<WebhookRules> Rules(CancellationToken ct) => (await db.Rules.AsNoTracking().ToListAsync(ct)).ForWebhooks(Today);

    public async Task<SubscriptionView> View(Subscription subscription, CancellationToken ct) => SubscriptionView.Of(subscription, await LagOf(subscription, await events.Last(ct), ct), Now);

    public async Task<LagView?> LagOf(Subscription subscription, long last, CancellationToken ct)
    {
        if (subscription.Status == SubscriptionStatus.Ended) return null;
        var upTo = Math.Min(last, subscription.Position + Counted);
        var (count, oldest) = upTo <= subscription.Position ? (0, null) : await events.Waiting(subscription.Position, upTo, subscription.Filter(units), ct);
        return new(count, upTo < last, oldest);
    }

    /// <summary>The address, when it is one that events may be sent to.</summary>
    /// <exception cref="InvalidField">400: it is no address.</exception>
    /// <exception cref="RuleViolation">`receiver.not-allowed`, `receiver.needs-https`</exception>
    public async Task<(Uri Address, bool IsInside)> Check(string address, CancellationToken ct)
    {
        if (!Receiver.TryParse(address, out var uri)) throw new InvalidField("address", "It must be an absolute http or https address without user, password or fragment.");
        var host = Receiver.HostOf(uri);
        if (await db.Receivers.AsNoTracking().FirstOrDefaultAsync(receiver => receiver.Host == host && receiver.EndedAt == null, ct) is not { } receiver)
            throw new RuleViolation("receiver.not-allowed", "The host is not among those that events may be sent to.");
        return receiver.Lets(uri) ? (uri, receiver.IsInside) : throw new RuleViolation("receiver.needs-https", "The host is outside, so the address must be https.");
    }

    /// <summary>The types as they are stored.</summary>
    public static string[] Types(IEnumerable<string?>? types) => [.. Given(types)];

    /// <summary>The units as they are stored.</summary>
    /// <exception cref="InvalidField">400: there is no such unit today.</exception>
    public string[] Units(IEnumerable<string?>? codes) =>
        [.. Given(codes).Select(code => units.Find(code)?.Code ?? throw new InvalidField("units", "There is no such unit today."))];

    /// <summary>The number that is begun after: of a place in the log or of a time; null when neither is given.</summary>
    /// <exception cref="InvalidField">400: after, from.</exception>
    public async Task<long?> Place(string? after, DateTimeOffset? from, CancellationToken ct)
    {
        var place = Sequence.Parse(after, "after");
        if (place is not null && from is not null) throw new InvalidField("from", "Give after or from, not both.");
        if (from is { } time) return await events.Before(time.ToUniversalTime(), ct);
        // Past the end nothing would be sent until the log has come so far, and nobody would know why.
        return place is { } number && number > await events.Last(ct) ? throw new InvalidField("after", "The log does not reach so far.") : place;
    }

    private static IEnumerable<string> Given(IEnumerable<string?>? texts) => (texts ?? []).Select(text => text?.Trim() ?? "").Where(text => text.Length > 0).Distinct();
}

public sealed record LagView(
    [property: Description("Händelser som väntar på att skickas; som mest räknas de närmaste 10 000 i loggen. / Events that wait to be sent; at most the next 10,000 of the log are counted.")][property: Example("3")] long Events,
    [property: Description("Om det kan vara fler, längre fram i loggen. / Whether there may be more, further on in the log.")] bool IsAtLeast,
    [property: Description("När den äldsta av dem hände; saknas när ingen väntar. / When the oldest of them happened; absent when none waits.")] DateTimeOffset? OldestAt);

public sealed record SubscriptionView(
    [property: Description("Prenumerationens id. / Id of the subscription.")] Guid Id,
    [property: Description("Vad den kallas. / What it is called.")][property: Example("Beslutsstödet")] string Name,
    [property: Description("Dit händelserna skickas. / Where events are sent.")][property: Example("https://mottagare.ekstad.se/huset")] string Address,
    [property: Description("Typerna; tom lista är alla. / The types; an empty list is all.")][property: Example("se.huset.deviations.*")] IReadOnlyList<string> Types,
    [property: Description("Enheterna, var och en med alla under den; tom lista är alla. / The units, each with all below it; an empty list is all.")][property: Example("norrangen")] IReadOnlyList<string> Units,
    [property: Description("active skickar; paused är pausad av någon; disabled har Huset stängt av; ended är slut. / active sends; paused by someone; disabled by the house; ended.")] SubscriptionStatus Status,
    [property: Description("Varför Huset stängde av den: gone, failing eller host-not-allowed. / Why the house disabled it.")] StopReason? StopReason,
    [property: Description("När den slutade skicka. / When it stopped sending.")] DateTimeOffset? StoppedAt,
    [property: Description("Vem som gjorde den. / Who made it.")][property: Example("Ulla Testsson")] string OwnerName,
    [property: Description("När den gjordes. / When it was made.")] DateTimeOffset MadeAt,
    [property: Description("Allt till och med detta nummer är mottaget eller hör inte till urvalet. / Everything up to this sequence has been taken or is not asked for.")][property: Example("0000000000000000042")] string Position,
    [property: Description("Hur långt efter den är; saknas när den är slut. / How far behind it is; absent when it has ended.")] LagView? Lag,
    [property: Description("Sedan när nästa händelse inte har gått att leverera. / Since when the next event could not be delivered.")] DateTimeOffset? FailingSince,
    [property: Description("Försök med nästa händelse. / Tries of the next event.")][property: Example("0")] int Tries,
    [property: Description("När den försöker igen. / When it tries again.")] DateTimeOffset? NextTryAt,
    [property: Description("När mottagaren senast tog emot något. / When the receiver last took something.")] DateTimeOffset? LastDeliveredAt,
    [property: Description("När hemligheten gjordes. / When the secret was made.")] DateTimeOffset SecretMadeAt,
    [property: Description("Till dess gäller också den förra hemligheten; saknas när bara en gäller. / Until then the secret before signs too; absent when only one does.")] DateTimeOffset? OldSecretUntil,
    [property: Description("Ökar vid varje ändring; skickas som If-Match. / Grows with each change; sent as If-Match.")][property: Example("1")] int Version)
{
    public static SubscriptionView Of(Subscription s, LagView? lag, DateTimeOffset now) => new(
        s.Id, s.Name, s.Address, s.Types, s.Units, s.Status, s.StopReason, s.StoppedAt, s.OwnerName, s.MadeAt, Sequence.Text(s.Position), lag,
        s.FailingSince, s.Tries, s.NextTryAt, s.LastDeliveredAt, s.SecretMadeAt, now < s.OldSecretUntil ? s.OldSecretUntil : null, s.Version);
}

public sealed record SecretView(
    [property: Description("Hemligheten som anropen skrivs under med. Den visas bara här. / The secret that calls are signed with. It is shown here alone.")][property: Example("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")] string? Secret,
    [property: Description("Prenumerationen. / The subscription.")] SubscriptionView Subscription);
