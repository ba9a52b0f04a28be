using Huset.Gateway.Errors;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui.Offline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authorization;

namespace Huset.Gateway.Sessions;

/// <summary>
/// Two ways in. A caller with a bearer token is checked and passed through; a person signs in at the realm (code and PKCE) and gets a
/// cookie, while the tokens stay here.
/// </summary>
internal static class SignIn
{
    public const string Either = "huset", Cookie = "session", Keycloak = "keycloak", Callback = "/signin-huset";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var development = builder.Configuration["Keycloak:ssl-required"] is "none";
        services.AddHttpClient(nameof(Realm), client => client.Timeout = TimeSpan.FromSeconds(10));
        services.AddSingleton<Realm>();
        services.AddSingleton<TokenRefresh>();
        services.AddSingleton(TimeProvider.System);
        services.AddBearer(builder.Configuration);
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = context =>
                // Style sheets are for everyone: no session is looked up, so the page that says it is gone still looks like a page.
                context.Request.Headers.Authorization.Count > 0 || context.Request.Path.StartsWithSegments("/_content")
                    ? JwtBearerDefaults.AuthenticationScheme
                    : Cookie)
            .AddCookie(Cookie, options =>
            {
                // The __Host- prefix binds the cookie to this very host, and browsers take it over https only.
                options.Cookie.Name = development ? "huset" : "__Host-huset";
                options.Cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = TimeSpan.FromHours(builder.Configuration.GetValue("Session:Hours", 12));
                // Renewal at the end of a request would put back tokens that were refreshed within it; the realm decides on idleness.
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<TokenRefresh>().Validate(context);
                options.Events.OnRedirectToLogin = AskToSignIn;
                options.Events.OnRedirectToAccessDenied = context => context.HttpContext.Refuse("user.not-allowed");
            })
            .AddOAuth(Keycloak, options =>
            {
                var realm = $"{HusetIdentity.Realm(builder.Configuration)}/protocol/openid-connect";
                options.ClientId = builder.Configuration["Keycloak:resource"] ?? "huset-gateway";
                options.ClientSecret = builder.Configuration["Keycloak:credentials:secret"] ?? "";
                options.AuthorizationEndpoint = $"{realm}/auth";
                options.TokenEndpoint = $"{realm}/token";
                options.CallbackPath = Callback;
                options.UsePkce = true;
                options.SaveTokens = true;
                options.SignInScheme = Cookie;
                options.BackchannelTimeout = TimeSpan.FromSeconds(10);
                options.CorrelationCookie.SameSite = SameSiteMode.Lax;
                foreach (var scope in new[] { "openid", "profile", "email" }) options.Scope.Add(scope);
                options.Events.OnCreatingTicket = RememberPerson;
                options.Events.OnRemoteFailure = TellFailure;
            });
        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<SessionStore>((options, store) => options.SessionStore = store);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/bff/login", Login).AllowAnonymous();
        app.MapPost("/bff/logout", Logout).AllowAnonymous();
        app.MapBackchannelLogout();
    }

    private static IResult Login(HttpContext context, string? returnUrl)
    {
        // Only this site: a sign-in link must not be a way to lead people elsewhere.
        var target = Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl! : "/";
        if (context.User.Identity?.IsAuthenticated is true) return Results.LocalRedirect(target);
        // The realm knows the house by one name, and the cookie must be set under it.
        if (context.Request.Host.Host is "127.0.0.1" or "[::1]")
            return Results.Redirect($"http://localhost:{context.Request.Host.Port}/bff/login?returnUrl={Uri.EscapeDataString(target)}");
        return Results.Challenge(new AuthenticationProperties { RedirectUri = target }, [Keycloak]);
    }

    private static async Task<IResult> Logout(HttpContext context, Realm realm, Pages.KnownRooms rooms)
    {
        var session = await context.AuthenticateAsync(Cookie);
        if (!session.Succeeded) return Results.LocalRedirect("/");
        await context.SignOutAsync(Cookie);
        // What the person has begun to write in this browser is forgotten by the next page's script, which reads it.
        if (session.Principal!.FindFirst("sub")?.Value is { } user)
            context.Response.Cookies.Append(OfflineForms.SignedOut, OwnForm.Of(user), new() { SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", MaxAge = TimeSpan.FromDays(7) });
        rooms.Forget(session.Properties!.Items[SessionStore.Id]!);
        return Results.Redirect(realm.Endpoint("logout") + QueryString.Create(new Dictionary<string, string?>
        {
            ["client_id"] = realm.Client,
            ["id_token_hint"] = session.Properties!.GetTokenValue("id_token"),
            ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}/",
        }));
    }

    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || !context.HttpContext.WantsPage()) return context.HttpContext.Refuse("user.not-signed-in");
        var here = Uri.EscapeDataString(request.PathBase + request.Path + request.QueryString);
        context.Response.Redirect($"/bff/login?returnUrl={here}");
        return Task.CompletedTask;
    }

    private static async Task RememberPerson(OAuthCreatingTicketContext context)
    {
        var realm = context.HttpContext.RequestServices.GetRequiredService<Realm>();
        context.Principal = new(await realm.Person(context.AccessToken!, Cookie, context.HttpContext.RequestAborted));
        if (context.TokenResponse.Response!.RootElement.TryGetProperty("id_token", out var idToken))
            context.Properties.StoreTokens([.. context.Properties.GetTokens(), new() { Name = "id_token", Value = idToken.GetString()! }]);
    }

    private static async Task TellFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.HttpContext.RequestServices.GetRequiredService<ILogger<Realm>>().LogWarning("A sign-in failed: {Reason}", context.Failure?.Message);
        var unreachable = context.Failure is HttpRequestException or TaskCanceledException || context.Failure?.InnerException is HttpRequestException;
        await context.HttpContext.Refuse(unreachable ? "sign-in.unavailable" : "sign-in.failed");
    }
}
