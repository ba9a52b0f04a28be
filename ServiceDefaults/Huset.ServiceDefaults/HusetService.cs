using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Operations;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.ServiceDefaults;

/// <summary>What a service says of itself; everything else it has in common with the others.</summary>
/// <param name="Name">Name in addresses, queues and as database role: `deviations`.</param>
/// <param name="Path">Where its pages live: `/avvikelser`.</param>
/// <param name="Title">Its name in Swedish: `Avvikelser`.</param>
/// <param name="Description">What it does, in Swedish and English, for the OpenAPI document.</param>
/// <param name="Rights">Role × permission → reach.</param>
public sealed record HusetService(string Name, string Path, string Title, string Description, Rights Rights)
{
    /// <summary>The messages it consumes; every service keeps the units.</summary>
    public Consumers Consumers { get; } = new Consumers().Consume<KeepUnits, Processes.Contracts.UnitChanged>();

    /// <summary>Tables that the runtime role may only add to.</summary>
    public string[] AppendOnlyTables { get; init; } = [];

    /// <summary>Embedded SQL of the service's own that `prepare` runs after the migrations; each statement may run again.</summary>
    public string? Mechanics { get; init; }

    /// <summary>Rows that every installation starts with, added by `prepare`; must be safe to run again.</summary>
    public Func<IServiceProvider, ServiceDbContext, Task>? Seed { get; init; }

    /// <summary>
    /// What the service keeps a copy of beside the units: each tells whether it has any row. A copy that is empty half a minute after the start,
    /// as after an upgrade or a restore, makes the service ask its owner for the catalogue, at most once a day.
    /// </summary>
    public Func<ServiceDbContext, CancellationToken, Task<bool>>[] Copies { get; init; } = [];

    /// <summary>What `verify` checks in this service beside what it checks in all.</summary>
    public Func<Snapshot, Task<Check>>[] Checks { get; init; } = [];

    /// <summary>SQL that `restored` runs as the runtime role when the database comes from a backup and the broker is new; empty for none.</summary>
    public string AfterRestore { get; init; } = "";
}

/// <summary>One call before and one after `Build` give a service all that the six have in common.</summary>
public static class HusetServiceExtensions
{
    /// <summary>Largest body that a request may have, in bytes; attachments are the largest (decision 45).</summary>
    public const long MaxRequestBody = 10 * 1024 * 1024;

    /// <summary>Telemetry, problem details, sign-in with permissions, database with outbox, bus with the service's consumers, OpenAPI.</summary>
    public static void AddHusetService<TDb>(this WebApplicationBuilder builder, HusetService service) where TDb : ServiceDbContext
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        });
        builder.AddHusetTelemetry(service.Name);
        // A line per statement and per request drowns what someone must read, and their parameters are no log's business.
        foreach (var chatty in new[] { "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "System.Net.Http" }) builder.Logging.AddFilter(chatty, LogLevel.Warning);
        services.AddSingleton(service);
        services.AddSingleton<TimeProvider>(DemoClock.IsOn(configuration) ? new DemoClock() : new StoredClock());
        services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        services.AddHusetProblems();
        // Nothing of a service is protected by keys of its own; without this they would lie in the home folder.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddBearer(configuration);
        services.AddPermissions(service.Rights);
        services.AddHusetOpenApi(service);
        services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix);

        services.AddSingleton(_ => NpgsqlDataSource.Create(ForWork(configuration)));
        // The options are the same for everyone: made once, not for each request.
        services.AddDbContext<TDb>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()).AddInterceptors(NoteCasesRead.Instance),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddScoped<ServiceDbContext>(provider => provider.GetRequiredService<TDb>());

        services.AddAccessLog();
        services.AddOperations();
        services.AddSingleton<UnitTree>();
        services.AddSingleton<Bells>();
        services.AddHostedService(provider => provider.GetRequiredService<Bells>());
        services.AddHostedService<WatchUnits>();
        services.AddHostedService<Sweep>();
        foreach (var consumer in service.Consumers.All)
            services.Add(new(consumer.ConsumerType, consumer.ConsumerType, consumer.IsRaw ? ServiceLifetime.Singleton : ServiceLifetime.Scoped));
        if (configuration.GetConnectionString("messaging") is null) return;
        services.AddSingleton<BusGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<BusGuard>());
        services.AddHostedService<OutboxSender>();
    }

    /// <summary>The pipeline in the one order that works, health, and the OpenAPI document.</summary>
    public static void UseHusetService(this WebApplication app)
    {
        var service = app.Services.GetRequiredService<HusetService>();
        app.UseServerTiming("app");
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        // Before authentication, so that its 401 and 403 get a body.
        app.UseStatusCodePages();
        app.UsePathBase(service.Path);
        app.UseMiddleware<RefuseUnstorable>();
        // Explicit and after UsePathBase, or pages under the path base do not match.
        app.UseRouting();
        app.UseAuthentication();
        if (app.Services.GetRequiredService<TimeProvider>() is DemoClock clock) app.Use((HttpContext http, RequestDelegate next) => clock.During(http, next));
        app.Use(async (http, next) =>
        {
            var isOpen = http.GetEndpoint().IsOpen();
            if (isOpen || http.User.Identity?.IsAuthenticated == true)
            {
                // A service that has just started knows no units for a moment; too long a moment is 503.
                await http.RequestServices.GetRequiredService<UnitTree>().Loaded.WaitAsync(TimeSpan.FromSeconds(5), http.RequestAborted);
                // What is open to all is the same to all: who is signed in is nobody in particular there.
                if (!isOpen) http.RequestServices.GetRequiredService<CurrentUser>().SignIn(http.User);
                http.RequestServices.GetRequiredService<AccessLog>().Watch(http);
            }
            await next(http);
        });
        app.UseAuthorization();
        app.UseMiddleware<RefuseStrangeBodies>();
        app.UseMiddleware<OwnForm.Refuse>();
        app.UseMiddleware<Idempotency>();
        app.MapHealth();
        app.MapHusetOpenApi(service);
        app.MapOperations(service);
        app.MapRoom(service);
        app.MapThreadTexts(service);
    }

    /// <summary>
    /// The service's pages and their static files. The gateway stops forged posts before they come here (decision 27), and
    /// services take bearer tokens only, so the pages need no antiforgery token and a stale form still sends.
    /// </summary>
    /// <returns>For pages of other assemblies, such as the access log's.</returns>
    public static RazorComponentsEndpointConventionBuilder MapHusetPages<TApp>(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        var pages = app.MapRazorComponents<TApp>();
        pages.DisableAntiforgery();
        return pages;
    }

    /// <summary>Serves, or with the argument `prepare` makes database and queues ready, with `verify` checks the data, with `restored` takes up after a restore, and ends.</summary>
    public static async Task RunHusetService<TDb>(this WebApplication app, string[] args) where TDb : ServiceDbContext
    {
        var service = app.Services.GetRequiredService<HusetService>();
        if (args.Contains(Prepare.Argument)) await Prepare.Run<TDb>(app, service);
        else if (args.Contains(Verify.Argument)) Environment.ExitCode = await Verify.Run(app.Configuration, service, args);
        else if (args.Contains(Restored.Argument)) await Restored.Run(app.Configuration, service);
        else await app.RunAsync();
    }

    /// <summary>
    /// Who waits for a connection longer than three seconds is told so; a statement has half a minute (Npgsql's own) unless the configuration says less.
    /// What is sent again and again is parsed once for each connection. No pooled connection keeps anything between two uses (locks and settings end
    /// with their transactions; what listens or holds a lock has a connection of its own), so none needs to be wiped.
    /// Every question is planned for its own values: who may see all and who may see one unit send the same statement, as do a rare word and a
    /// word of every case, and a plan that is kept for all of them is the wrong one for some (a search took 190 ms with it, 60 without).
    /// </summary>
    private static NpgsqlConnectionStringBuilder ForWork(IConfiguration configuration)
    {
        var database = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("database") ?? throw new InvalidOperationException("ConnectionStrings:database is missing."));
        database.Timeout = Math.Min(database.Timeout, 3);
        (database.MaxAutoPrepare, database.AutoPrepareMinUsages, database.NoResetOnClose) = (200, 3, true);
        database.Options = $"{database.Options} -c plan_cache_mode=force_custom_plan".TrimStart();
        return database;
    }

    /// <summary>
    /// What the framework takes for a fault of ours is the caller's: a charset that nobody knows, a post to a page that is no form.
    /// A form that Blazor does not know it refuses without a word.
    /// </summary>
    private sealed class RefuseStrangeBodies(RequestDelegate next)
    {
        public async Task Invoke(HttpContext http)
        {
            var isPost = HttpMethods.IsPost(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
            if (http.Request.GetTypedHeaders().ContentType?.Charset is { HasValue: true } charset && !IsKnown(charset.Value!))
                throw new Microsoft.AspNetCore.Http.BadHttpRequestException("The charset of the body is not known here.", StatusCodes.Status415UnsupportedMediaType);
            if (isPost && !http.Request.HasFormContentType) throw new Microsoft.AspNetCore.Http.BadHttpRequestException("A page takes a form.", StatusCodes.Status415UnsupportedMediaType);
            await next(http);
            // Without its media type the answer gets a body as every other refusal does.
            if (isPost && http.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest, ContentType: "text/plain" }) http.Response.ContentType = null;
        }

        private static bool IsKnown(string charset)
        {
            try
            {
                return System.Text.Encoding.GetEncoding(charset.Trim('"')) is not null;
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                return false;
            }
        }
    }

    /// <summary>A NUL in a path or query can be stored nowhere and reaches no handler.</summary>
    private sealed class RefuseUnstorable(RequestDelegate next)
    {
        public Task Invoke(HttpContext http) =>
            Json.IsStorable(http.Request.Path.Value) && !http.Request.QueryString.Value!.Contains("%00", StringComparison.Ordinal)
                ? next(http)
                : throw new Microsoft.AspNetCore.Http.BadHttpRequestException("The address holds a character that cannot be stored.");
    }
}
