using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults;

/// <summary>What its owner says of something that the red thread goes through, so much of it as the reader may know.</summary>
/// <param name="Id">The id as links have it.</param>
/// <param name="Title">What it is called, in Swedish.</param>
/// <param name="State">Where it stands, in Swedish.</param>
/// <param name="Href">An address of this site that the reader may open.</param>
/// <param name="On">The day that says when it was; Swedish.</param>
public sealed record ThreadText(
    [property: Description("Id, som länkar har det. / The id, as links have it.")][property: Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string Id,
    [property: Description("Vad det kallas. / What it is called.")][property: Example("AVV-2026-0001 Morgondosen gavs två timmar för sent")] string Title,
    [property: Description("Var det står, i ord; saknas när det inte har något läge. / Where it stands, in words; absent when it has no such.")][property: Example("Utreds")] string? State,
    [property: Description("Sidan där du läser det. / The page where you read it.")][property: Example("/avvikelser/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f")] string? Href,
    [property: Description("Dagen det hände eller gäller från. / The day it happened or holds from.")] DateOnly? On)
{
    private const int Longest = 100;

    /// <summary>The first sentence of a text, and of a long one its beginning.</summary>
    public static string Short(string text)
    {
        var end = Enumerable.Range(0, text.Length).FirstOrDefault(at => text[at] == '\n' || (text[at] is '.' or '!' or '?' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]))), text.Length - 1);
        var sentence = text[..(end + 1)].Trim();
        if (sentence.Length <= Longest) return sentence;
        var space = sentence.LastIndexOf(' ', Longest);
        return $"{sentence[..(space > 0 ? space : Longest)].TrimEnd()} …";
    }
}

/// <summary>What a service says of the things that it was asked about.</summary>
/// <param name="Texts">Those that the reader may know of, in the order asked, up to the limit.</param>
/// <param name="Seen">How many of those asked about the reader may know of.</param>
public sealed record ThreadAnswer(
    [property: Description("Det du får veta om, i den ordning du frågade; annat saknas. / What you may know of, in the order asked; the rest is absent.")] IReadOnlyList<ThreadText> Texts,
    [property: Description("Hur många av de efterfrågade som du får veta om. / How many of those asked about you may know of.")][property: Example("1")] int Seen);

/// <summary>
/// A service's part of the red thread: what it calls the things that its events tell of. Both questions are answered through the service's own
/// row filters, and the telling of a case is logged as a list is.
/// </summary>
public interface IThreadTexts
{
    /// <summary>Ids of every row of the type that the reader may know of; null for a type whose ids are codes, which are few.</summary>
    IQueryable<Guid>? Seen(string type);

    /// <summary>What the rows are called; those that the reader may not know of are left out.</summary>
    /// <param name="type">One of the types that the service was given.</param>
    /// <param name="ids">Ids as links have them.</param>
    /// <param name="ct">Ends the waiting.</param>
    Task<IReadOnlyList<ThreadText>> Tell(string type, string[] ids, CancellationToken ct);
}

/// <summary>The types that a service tells of, as links name them.</summary>
public sealed record ThreadTypes(IReadOnlyList<string> Values) : IOneOf;

/// <summary>`GET /{service}/v1/thread-texts`, alike in every service that has something on the thread.</summary>
public static class ThreadTextsApi
{
    /// <summary>Most things that may be asked about at a time.</summary>
    public const int Most = 100;

    /// <summary>Which things are asked about.</summary>
    public sealed class Query
    {
        /// <summary>What they are.</summary>
        [FromQuery(Name = "type"), Required, OneOfOwn(typeof(ThreadTypes)), Description("Vad de är, som länkar säger det. / What they are, as links say it.")]
        public string? Type { get; set; }

        /// <summary>Their ids with commas between.</summary>
        [FromQuery(Name = "ids"), Required, StringLength(6_500), Example("0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f"), Description("Deras id, högst 100, med komma emellan; det viktigaste först. / Their ids, 100 at most, with commas between; the most important first.")]
        public string? Ids { get; set; }

        /// <summary>Texts of so many.</summary>
        [FromQuery(Name = "limit"), Range(0, Most), DefaultValue(Most), Description("Texter för så många av dem, 0 till 100; alla räknas. / Texts of so many of them, 0 to 100; all are counted.")]
        public int? Limit { get; set; }
    }

    /// <summary>Gives the service its part of the thread.</summary>
    /// <param name="services">The service's.</param>
    /// <param name="types">The types that it owns, as docs/events.md names them.</param>
    public static void AddThreadTexts<TTexts>(this IServiceCollection services, params string[] types) where TTexts : class, IThreadTexts
    {
        services.AddSingleton(new ThreadTypes(types));
        services.AddScoped<IThreadTexts, TTexts>();
    }

    internal static void MapThreadTexts(this WebApplication app, HusetService service)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IThreadTexts))) return;
        app.MapGet($"/{service.Name}/v1/thread-texts", async Task<Ok<ThreadAnswer>> ([AsParameters] Query query, IThreadTexts texts, ThreadTypes types, CancellationToken ct) =>
                TypedResults.Ok(await Answer(query, texts, types, ct)))
            .RequireAuthorization(CommonPermissions.ReadThread)
            .WithTags("thread")
            .WithName("listThreadTexts")
            .WithSummary("Läs vad saker i den röda tråden heter / Read what things of the red thread are called")
            .WithDescription("Som du får veta om dem; det du inte får veta om saknas i svaret. Ärenden skrivs i åtkomstloggen. / As you may know of them; what you may not is absent. Cases are written in the access log.");
    }

    /// <summary>What the service says of what is asked about.</summary>
    /// <param name="query">Which things.</param>
    /// <param name="texts">The service's.</param>
    /// <param name="types">The types that it tells of.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="InvalidField">400: type, or too many ids.</exception>
    public static async Task<ThreadAnswer> Answer(Query query, IThreadTexts texts, ThreadTypes types, CancellationToken ct)
    {
        if (query.Type is not { } type || !types.Values.Contains(type)) throw new InvalidField("type", $"It must be one of {string.Join(", ", types.Values)}.");
        string[] ids = [.. (query.Ids ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (ids.Length > Most) throw new InvalidField("ids", $"No more than {Most} at a time.");
        var limit = query.Limit ?? Most;

        // Only those whose text is told are read and logged.
        if (texts.Seen(type) is { } rows)
        {
            var asked = ids.Select(id => Guid.TryParse(id, out var guid) ? guid : Guid.Empty).Where(id => id != Guid.Empty).Distinct().ToArray();
            var seen = asked.Length > limit ? (await rows.Where(id => asked.Contains(id)).ToListAsync(ct)).ToHashSet() : null;
            ids = [.. asked.Where(id => seen is null || seen.Contains(id)).Select(id => id.ToString())];
            if (seen is not null) return new(await Told(texts, type, ids[..Math.Min(limit, ids.Length)], ct), ids.Length);
        }
        var told = await Told(texts, type, ids, ct);
        return new([.. told.Take(limit)], told.Count);
    }

    private static async Task<IReadOnlyList<ThreadText>> Told(IThreadTexts texts, string type, string[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return [];
        var told = (await texts.Tell(type, ids, ct)).ToDictionary(text => text.Id);
        return [.. ids.Where(told.ContainsKey).Select(id => told[id])];
    }
}
