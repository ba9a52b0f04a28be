using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Huset.Gateway.Errors;
using Huset.Gateway.Proxy;
using Huset.Gateway.Sessions;
using Huset.ServiceDefaults;
using Huset.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Memory;
using Yarp.ReverseProxy;

namespace Huset.Gateway.Pages;

/// <summary>How a service's rooms are known: as they are now, as they were, not at all though it is up, and its service is down.</summary>
public enum Knowledge { Now, Before, Not, Asleep }

/// <summary>A service's rooms as the page may show them.</summary>
public sealed record KnownService(Room Room, Knowledge Knowledge, RoomAnswer Answer, DateTimeOffset ReadAt);

/// <summary>
/// What every service answered each signed-in session last, so that a page never waits long for the house (decision 32). Kept by session, in
/// memory alone, at most an hour and not after sign-out; what it shows is a menu and a picture, and never a right to anything.
/// </summary>
internal sealed class KnownRooms(IConfiguration configuration, IHttpClientFactory clients, IProxyStateLookup proxy, TimeProvider clock, ILogger<KnownRooms> log) : IDisposable
{
    private const int MaxRooms = 12, MaxFacts = 8, MaxText = 200;

    /// <summary>How long the front page waits, and any other page for its menu the first time.</summary>
    private static readonly TimeSpan ForTheHouse = TimeSpan.FromMilliseconds(300), ForTheMenu = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan MenuIsFresh = TimeSpan.FromMinutes(1);

    // An answer that lacks anything is none.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    // Read once: each reading goes through every key of the configuration.
    private readonly IReadOnlyList<(Room Room, string Address)> here =
        [.. Destinations.Here(configuration).Select(room => (room, $"{Destinations.Of(configuration, room.Service)[0].TrimEnd('/')}/{room.Service}/v1/room"))];

    private readonly MemoryCache sessions = new(new MemoryCacheOptions { SizeLimit = 5_000 });

    /// <summary>Asks every service at the same time and shows what is known when all have answered or the patience is out.</summary>
    public async Task<IReadOnlyList<KnownService>> House(HttpContext context)
    {
        var kept = KeptFor(context);
        var asked = here.Select(known => Ask(kept, known, Token(context))).ToList();
        await Task.WhenAny(Task.WhenAll(asked), Task.Delay(ForTheHouse, clock));
        return [.. here.Select(known => Of(kept, known.Room))];
    }

    /// <summary>The word to every page on which rooms the reader has; all that are not known to be empty.</summary>
    public async Task<string> Menu(HttpContext context)
    {
        var kept = KeptFor(context);
        var old = here.Where(known => clock.GetUtcNow() - Get(kept, known.Room).Told.At > MenuIsFresh).ToList();
        var asked = old.ConvertAll(known => Ask(kept, known, Token(context)));
        // Only the first page waits; later the old menu is good enough while the new one is fetched.
        if (old.Exists(known => Get(kept, known.Room).Told.Answer is null)) await Task.WhenAny(Task.WhenAll(asked), Task.Delay(ForTheMenu, clock));
        return Menu(here.Select(known => Of(kept, known.Room)));
    }

    /// <summary>The rooms by name, each with its address when that is not the usual one.</summary>
    public static string Menu(IEnumerable<KnownService> known) => Rooms.ToHeader(known
        .Where(service => service.Knowledge is Knowledge.Not or Knowledge.Asleep || service.Answer.Rooms.Count > 0)
        .Select(service => service.Answer.Rooms is [var first, ..] ? service.Room with { Href = first.Href } : service.Room));

    /// <summary>At sign-out.</summary>
    public void Forget(string session) => sessions.Remove(session);

    public void Dispose() => sessions.Dispose();

    private sealed class Kept
    {
        // One reference, so that nobody reads half of it.
        public Told Told { get; set; } = new(null, default, Knowledge.Not);
        public Task Asking { get; set; } = Task.CompletedTask;
    }

    private sealed record Told(RoomAnswer? Answer, DateTimeOffset At, Knowledge Last);

    private static Kept Get(ConcurrentDictionary<string, Kept> kept, Room room) => kept.GetOrAdd(room.Service, _ => new());

    private ConcurrentDictionary<string, Kept> KeptFor(HttpContext context) => SessionOf(context) is { } session
        ? sessions.GetOrCreate(session, entry =>
        {
            (entry.Size, entry.SlidingExpiration) = (1, TimeSpan.FromHours(1));
            return new ConcurrentDictionary<string, Kept>();
        })!
        : [];

    private KnownService Of(ConcurrentDictionary<string, Kept> all, Room room)
    {
        var kept = Get(all, room);
        var waits = !kept.Asking.IsCompleted;
        var (answer, at, last) = kept.Told;
        var knowledge = IsDown(room) || (!waits && last == Knowledge.Asleep) ? Knowledge.Asleep
            : answer is null ? Knowledge.Not
            : waits || last != Knowledge.Now ? Knowledge.Before
            : Knowledge.Now;
        return new(room, knowledge, knowledge is Knowledge.Now or Knowledge.Before ? answer! : RoomAnswer.Nothing, at);
    }

    private Task Ask(ConcurrentDictionary<string, Kept> all, (Room Room, string Address) known, string? token)
    {
        var (room, address) = known;
        var kept = Get(all, room);
        lock (kept)
        {
            // However often a page is loaded, a slow service is asked once.
            if (kept.Asking.IsCompleted) kept.Asking = IsDown(room) ? Task.CompletedTask : Read(kept, room, address, token);
            return kept.Asking;
        }
    }

    private bool IsDown(Room room) => !proxy.TryGetCluster(room.Service, out var cluster) || cluster.DestinationsState.AvailableDestinations.Count == 0;

    // Not ended with the page that asked: the next page has use of the answer.
    private async Task Read(Kept kept, Room room, string address, string? token)
    {
        try
        {
            using var client = clients.CreateClient(nameof(KnownRooms));
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request);
            var answer = response.StatusCode == HttpStatusCode.Forbidden
                ? RoomAnswer.Nothing
                : Checked(await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RoomAnswer>(Json) ?? throw new JsonException("The answer is null."), room);
            kept.Told = new(answer, clock.GetUtcNow(), Knowledge.Now);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or NotSupportedException)
        {
            kept.Told = kept.Told with { Last = e is HttpRequestException { InnerException: SocketException } ? Knowledge.Asleep : Knowledge.Not };
            log.LogWarning("The rooms of {Service} cannot be read: {Reason}", room.Service, e.Message);
        }
    }

    /// <summary>A service's word is shown as text, and leads nowhere but to this site.</summary>
    private static RoomAnswer Checked(RoomAnswer answer, Room room) => new(
        [.. answer.Rooms.Take(MaxRooms).Select(view => view with
        {
            Title = Cut(view.Title),
            Href = Local(view.Href) ?? room.Path,
            Facts = [.. view.Facts.Take(MaxFacts).Select(fact => fact with { Text = Cut(fact.Text), Href = Local(fact.Href) })],
        })],
        [.. answer.Actions.Take(MaxFacts).Where(action => Local(action.Href) is not null).Select(action => action with { Title = Cut(action.Title) })]);

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];

    private static string? Local(string? href) => href is ['/', ..] && RedirectHttpResult.IsLocalUrl(href) ? href : null;

    private static AuthenticateResult? Session(HttpContext context) => context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;

    private static string? SessionOf(HttpContext context) => Session(context)?.Properties?.Items.TryGetValue(SessionStore.Id, out var id) is true ? id : null;

    private static string? Token(HttpContext context) => SessionOf(context) is not null
        ? Session(context)!.Properties!.GetTokenValue("access_token")
        : context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
}

internal static class KnownRoomsExtensions
{
    public static void AddKnownRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(nameof(KnownRooms), client => (client.Timeout, client.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(5), 64 * 1024));
        builder.Services.AddSingleton<KnownRooms>();
    }

    /// <summary>Tells every page of the reader's rooms; the front page asks for itself, and programs have no menu.</summary>
    public static void UseMenu(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.Headers.Authorization.Count == 0 && context.User.Identity?.IsAuthenticated is true && context.WantsPage() && context.Request.Path != "/")
            context.Request.Headers[Rooms.Header] = await context.RequestServices.GetRequiredService<KnownRooms>().Menu(context);
        await next(context);
    });
}
