namespace Huset.Gateway.Errors;

/// <summary>
/// One way in which the gateway says no. The detail is for those who program against it; what a person reads is in Errors/Notice.resx
/// under the same code.
/// </summary>
public sealed record Refusal(string Code, int Status, string Detail)
{
    private static readonly Dictionary<string, Refusal> All = new Refusal[]
    {
        new("request.invalid", 400, "The request cannot be read."),
        new("sign-in.failed", 400, "The sign-in was not completed. Start again."),
        new("logout-token.invalid", 400, "The logout token is not one from this realm for this client, or has been used."),
        new("user.not-signed-in", 401, "Send a bearer token from the realm, or sign in."),
        new("token.invalid", 401, "The bearer token is not one from this realm for this API."),
        new("token.expired", 401, "The bearer token has expired."),
        new("user.not-allowed", 403, "Your roles do not give you this."),
        new("csrf.origin", 403, "A request with the session cookie must come from Huset's own pages."),
        new("csrf.token", 403, "A request with the session cookie and a body that is no form must echo the cookie XSRF-TOKEN in the header X-XSRF-TOKEN."),
        new("resource.not-found", 404, "There is nothing at this address."),
        new("request.method-not-allowed", 405, "The address does not take this method."),
        new("request.too-large", 413, "The body is larger than the address takes."),
        new("request.too-many", 429, "Too many requests. Wait as long as Retry-After says."),
        new("service.fault", 500, "Something went wrong inside the gateway; it is logged."),
        new("service.unavailable", 503, "The service behind this address does not answer. Try again."),
        new("sign-in.unavailable", 503, "The identity provider does not answer. Try again."),
        new("session.unavailable", 503, "The gateway's store of sessions does not answer. Try again."),
    }.ToDictionary(refusal => refusal.Code);

    public static IEnumerable<string> Codes => All.Keys;

    public static Refusal Of(string code) => All[code];

    /// <summary>What a bare status code means.</summary>
    public static Refusal Of(int status) => status switch
    {
        401 => Of("user.not-signed-in"),
        403 => Of("user.not-allowed"),
        404 => Of("resource.not-found"),
        405 => Of("request.method-not-allowed"),
        413 => Of("request.too-large"),
        429 => Of("request.too-many"),
        502 or 503 or 504 => Of("service.unavailable"),
        < 500 => Of("request.invalid") with { Status = status },
        _ => Of("service.fault"),
    };
}
