using System.Text.Json;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Huset.ServiceDefaults.Http;

/// <summary>A rule of the domain says no: 409 with this code. The Swedish sentence for the code is in docs/errors.md and the page's texts.</summary>
/// <param name="code">`noun.rule`, for example `unit.has-open-units-below`.</param>
/// <param name="detail">What is wrong, in English, without personal data.</param>
public sealed class RuleViolation(string code, string detail) : Exception(detail)
{
    /// <summary>`noun.rule`, listed in docs/errors.md.</summary>
    public string Code => code;
}

/// <summary>A field of the request is wrong in a way that only the state can tell: 400 naming the field.</summary>
/// <param name="name">The field as the API spells it, for example `unitCode`.</param>
/// <param name="detail">What is wrong, in English, without personal data.</param>
public sealed class InvalidField(string name, string detail) : Exception(detail)
{
    /// <summary>The field as the API spells it.</summary>
    public string Name => name;
}

/// <summary>A file that was sent cannot be taken, for a reason that has a code of its own: 400 with it.</summary>
/// <param name="code">`noun.rule`, for example `diagram.has-dtd`.</param>
/// <param name="detail">What is wrong and where, in English, without personal data.</param>
/// <param name="line">The line of the file, from 1, told as `line`; null when there is none to tell.</param>
public sealed class InvalidFile(string code, string detail, int? line = null) : Exception(detail)
{
    /// <summary>`noun.rule`, listed in docs/errors.md.</summary>
    public string Code => code;

    /// <summary>The line of the file, from 1.</summary>
    public int? Line => line;
}

/// <summary>Someone has changed the resource since it was read: 412.</summary>
public sealed class StaleResource() : Exception("The resource has changed since it was read.");

/// <summary>The write must say which version it changes: 428.</summary>
public sealed class IfMatchMissing() : Exception("Send If-Match with the ETag that was read.");

/// <summary>The Idempotency-Key was used before with another request: 422.</summary>
public sealed class IdempotencyKeyReused() : Exception("The Idempotency-Key was used before with another request.");

/// <summary>The message broker did not take what it was given: 503, and nothing was sent.</summary>
/// <param name="reason">What the broker or the connection to it said; logged, not shown.</param>
public sealed class BrokerAway(Exception? reason) : Exception("The message broker does not answer; nothing was sent. Try again.", reason);

/// <summary>Every error as application/problem+json (RFC 9457) with a `code`; nothing of the inside is shown.</summary>
public static class Problems
{
    /// <summary>Registers the writer. Also for the gateway.</summary>
    public static void AddHusetProblems(this IServiceCollection services)
    {
        // Before the framework's own, which answers in text where Accept asks for something else than JSON.
        services.AddSingleton<IProblemDetailsWriter, Writer>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Complete(context.HttpContext, context.ProblemDetails));
        services.AddExceptionHandler<Handler>();
        // A body that cannot be read is an exception with the reason, not a silent 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    private static void Complete(HttpContext http, ProblemDetails problem)
    {
        problem.Status ??= http.Response.StatusCode;
        problem.Instance ??= http.Request.Path;
        problem.Extensions.Remove("traceId");
        if (problem is HttpValidationProblemDetails validation)
        {
            (problem.Title, problem.Detail) = ("Bad Request", "One or more fields are wrong; see errors.");
            validation.Errors = validation.Errors
                .GroupBy(error => CamelCase(error.Key))
                .ToDictionary(group => group.Key, group => group.SelectMany(error => error.Value).ToArray());
        }
        problem.Extensions.TryAdd("code", problem.Status switch
        {
            400 => "request.invalid",
            401 => "user.not-signed-in",
            403 => "user.not-allowed",
            404 => "resource.not-found",
            405 => "request.method-not-allowed",
            406 => "request.format-not-offered",
            413 => "request.too-large",
            415 => "request.media-type-not-understood",
            503 => "service.unavailable",
            < 500 => "request.refused",
            _ => "service.fault",
        });
        problem.Type = $"urn:huset:problem:{problem.Extensions["code"]}";
        problem.Detail ??= problem.Status switch
        {
            401 => "Send a bearer token from the realm.",
            403 => "Your roles do not give you this.",
            404 => "There is nothing at this address, or nothing that you may see.",
            405 => "The address does not take this method.",
            415 => "The media type of the body is not taken here.",
            _ => "The request was refused.",
        };
    }

    private static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    private sealed class Writer(IOptions<ProblemDetailsOptions> problems, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            problems.Value.CustomizeProblemDetails?.Invoke(context);
            await context.HttpContext.Response.WriteAsJsonAsync(context.ProblemDetails, json.Value.SerializerOptions.GetTypeInfo(context.ProblemDetails.GetType()), "application/problem+json");
        }
    }

    private sealed class Handler(IProblemDetailsService writer, ILogger<Handler> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
        {
            // The caller has gone; there is nobody to tell.
            if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
            {
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            }
            var problem = Describe(exception, http);
            if (problem.Status == 500) log.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            if (problem.Status == 503)
            {
                log.LogWarning("{Method} {Path} could not be served: {Reason}", http.Request.Method, http.Request.Path, exception.Message);
                http.Response.Headers.RetryAfter = "5";
            }
            http.Response.StatusCode = problem.Status!.Value;
            return await writer.TryWriteAsync(new() { HttpContext = http, ProblemDetails = problem });
        }

        private static ProblemDetails Describe(Exception exception, HttpContext http) => exception switch
        {
            RuleViolation rule => Problem(409, rule.Message, rule.Code),
            InvalidField field => Invalid(field.Name, field.Message),
            InvalidFile file => Problem(400, file.Message, file.Code, file.Line),
            // Who was not asked what had been read has nothing to read anew: two did the same at once, and doing it again is right.
            DbUpdateConcurrencyException when http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IfMatchMetadata>() is null => Problem(409, "Someone changed the same in the same moment; try again.", "resource.changed-meanwhile"),
            StaleResource or DbUpdateConcurrencyException => Problem(412, "The resource has changed since it was read.", "resource.stale"),
            IfMatchMissing missing => Problem(428, missing.Message, "if-match.missing"),
            ClockRefused refused => Problem(400, refused.Message, "clock.refused"),
            IdempotencyKeyReused reused => Problem(422, reused.Message, "idempotency-key.reused"),
            BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
            BadHttpRequestException { StatusCode: 400 } bad => Problem(400, bad.Message, "request.unreadable"),
            BadHttpRequestException bad => Problem(bad.StatusCode, bad.Message, null),
            InvalidDataException => Problem(400, "The form cannot be read.", "request.unreadable"),
            AccessLogUnavailable unlogged => Problem(503, unlogged.Message, AccessLogUnavailable.Code),
            BrokerAway away => Problem(503, away.Message, "service.unavailable"),
            _ when DatabaseFault.IsPassing(exception) => Problem(503, "The service's database does not answer; try again.", "service.unavailable"),
            _ => Problem(500, "Something went wrong inside the service; it is logged.", "service.fault"),
        };

        private static ProblemDetails Problem(int status, string detail, string? code, int? line = null)
        {
            var problem = new ProblemDetails { Status = status, Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), Detail = detail };
            if (code is not null) problem.Extensions["code"] = code;
            if (line is not null) problem.Extensions["line"] = line;
            return problem;
        }

        private static HttpValidationProblemDetails Invalid(string field, string detail) => new(new Dictionary<string, string[]> { [field] = [detail] }) { Status = 400 };

        private static ProblemDetails Unreadable(JsonException json)
        {
            var field = json.Path is { Length: > 2 } path ? path[2..] : null;
            // The serializer's own words tell CLR types; the field and what it must be are enough.
            return field is null
                ? Problem(400, "The body is not JSON that can be read.", "request.unreadable")
                : Invalid(field, json.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such field." : "The value is not one that the field takes.");
        }
    }
}
