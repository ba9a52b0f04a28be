using System.Text.RegularExpressions;
using Huset.Gateway.Guards;
using Huset.Gateway.Sessions;
using Huset.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Huset.Gateway.Errors;

/// <summary>Every no has a body: a Swedish page for someone who reads, RFC 9457 for someone who programs.</summary>
internal static partial class Errors
{
    public static void UseErrors(this WebApplication app)
    {
        app.Use(Catch);
        app.UseStatusCodePages(context => Answer(context.HttpContext));
    }

    /// <summary>Says no; the answer is written on the way out, unless one has begun.</summary>
    public static Task Refuse(this HttpContext context, string code)
    {
        var refusal = Refusal.Of(code);
        context.Features.Set(refusal);
        if (!context.Response.HasStarted) context.Response.StatusCode = refusal.Status;
        return Task.CompletedTask;
    }

    /// <summary>Whether a person is waiting for a page: the browser goes to a new one, and the address is not an API's.</summary>
    public static bool WantsPage(this HttpContext context)
    {
        var request = context.Request;
        if (ApiAddress().IsMatch(request.Path)) return false;
        return request.Headers.TryGetValue("Sec-Fetch-Mode", out var mode)
            ? mode == "navigate"
            : request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
    }

    /// <summary>Whether someone waits for a stream, as a browser's EventSource does.</summary>
    public static bool WantsStream(this HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static async Task Catch(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var log = context.RequestServices.GetRequiredService<ILogger<Refusal>>();
            var refusal = e switch
            {
                BadHttpRequestException bad => Refusal.Of(bad.StatusCode),
                RealmUnavailable => Refusal.Of("sign-in.unavailable"),
                NpgsqlException or TimeoutException => Refusal.Of("session.unavailable"),
                _ => Refusal.Of("service.fault"),
            };
            if (refusal.Code == "service.fault") log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            else log.LogWarning("{Method} {Path}: {Code}, {Reason}", context.Request.Method, context.Request.Path, refusal.Code, e.Message);
            context.Response.Clear();
            await context.Refuse(refusal.Code);
            await Answer(context);
        }
    }

    private static Task Answer(HttpContext context)
    {
        // Nobody is left to hear it, so it is no fault of a service either.
        if (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return Task.CompletedTask;
        }
        var refusal = Reason(context);
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (refusal.Status == 503 && context.WantsStream()) return ComeBack(response, refusal);
        response.StatusCode = refusal.Status;
        if (refusal.Status == 503) response.Headers.RetryAfter = "5";
        if (refusal.Status == 401 && response.Headers.WWWAuthenticate.Count == 0) response.Headers.WWWAuthenticate = "Bearer";
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        return context.WantsPage() ? Page(context, refusal) : Problem(context, refusal);
    }

    // An EventSource gives up for ever on any other status; from a stream that ends it comes back by itself, with its Last-Event-ID.
    private static Task ComeBack(HttpResponse response, Refusal refusal)
    {
        (response.StatusCode, response.ContentType) = (StatusCodes.Status200OK, "text/event-stream");
        return response.WriteAsync($": {refusal.Code}\nretry: 2000\n\n");
    }

    private static Refusal Reason(HttpContext context)
    {
        if (context.Features.Get<Refusal>() is { } said) return said;
        // A server that is down, too slow or not there is one thing to the caller.
        if (context.Features.Get<IForwarderErrorFeature>() is { Error: not (ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled) })
            return Refusal.Of("service.unavailable");
        if (context.Response.StatusCode == 401 && context.Response.Headers.WWWAuthenticate.ToString() is { Length: > 0 } why && why.Contains("invalid_token"))
            return Refusal.Of(why.Contains("expired") ? "token.expired" : "token.invalid");
        return Refusal.Of(context.Response.StatusCode);
    }

    private static Task Page(HttpContext context, Refusal refusal)
    {
        var room = Rooms.All.FirstOrDefault(room => room.Holds(context.Request.Path));
        var page = new RazorComponentResult<Notice>(new Dictionary<string, object?>
        {
            [nameof(Notice.Refusal)] = refusal,
            [nameof(Notice.Room)] = room,
            [nameof(Notice.IsOpen)] = Limits.IsPublic(context),
            [nameof(Notice.Here)] = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : null,
        })
        { StatusCode = refusal.Status };
        return page.ExecuteAsync(context);
    }

    private static Task Problem(HttpContext context, Refusal refusal)
    {
        var service = context.Features.Get<IReverseProxyFeature>()?.Cluster.Config.ClusterId;
        return context.Response.WriteAsJsonAsync(new ProblemDetails
        {
            Type = $"urn:huset:problem:{refusal.Code}",
            Title = ReasonPhrases.GetReasonPhrase(refusal.Status),
            Status = refusal.Status,
            Detail = refusal.Code == "service.unavailable" && service is not null ? $"{refusal.Detail} ({service})" : refusal.Detail,
            Instance = context.Request.Path,
            Extensions = { ["code"] = refusal.Code },
        }, options: null, contentType: "application/problem+json", CancellationToken.None);
    }

    [GeneratedRegex("^/[a-z]+/v[0-9]+(/|$)")]
    private static partial Regex ApiAddress();
}
