using System.ComponentModel;
using Microsoft.OpenApi;

namespace Huset.ServiceDefaults.Http;

/// <summary>Each service's OpenAPI document and `api-info`, as the national REST API profile (Digg) asks.</summary>
internal static class OpenApi
{
    private const string Version = "1.0.0";

    public static void AddHusetOpenApi(this IServiceCollection services, HusetService service) => services.AddOpenApi("v1", options =>
    {
        options.CreateSchemaReferenceId = OpenApiSchemas.NameOf;
        options.AddSchemaTransformer(OpenApiSchemas.Describe);
        options.AddOperationTransformer(OpenApiOperations.Describe);
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document, service, context.ApplicationServices.GetRequiredService<IConfiguration>());
            OpenApiSchemas.Complete(document);
            return Task.CompletedTask;
        });
    });

    public static void MapHusetOpenApi(this WebApplication app, HusetService service)
    {
        app.MapOpenApi($"/{service.Name}/v1/openapi.json").AllowAnonymous();
        app.MapGet($"/{service.Name}/v1/api-info", () => TypedResults.Ok(new ApiInfo(
                $"Huset: {service.Title}", Version, new DateOnly(2026, 11, 21), $"/{service.Name}/v1/openapi.json", "active")))
            .AllowAnonymous()
            .WithName("readApiInfo")
            .WithTags("api-info")
            .WithSummary("Om API:et / About the API")
            .WithDescription("Namn, version och status. / Name, version and status.");
    }

    private static void Describe(OpenApiDocument document, HusetService service, IConfiguration configuration)
    {
        var municipality = configuration["Huset:MunicipalityName"] is { Length: > 0 } name ? name : "Kommunen";
        document.Info = new OpenApiInfo
        {
            Title = $"Huset: {service.Title}",
            Version = Version,
            Description = $"""
                {service.Description}

                Tider är RFC 3339 i UTC. Ett fält utan värde utelämnas, och null läses som utelämnat. Fel är application/problem+json med en kod. / Times are RFC 3339 in UTC. A field without value is left out, and null is read as left out. Errors are application/problem+json with a code.
                """,
            Contact = new OpenApiContact { Name = $"{municipality}, förvaltaren av Huset" },
            License = new OpenApiLicense { Name = "Kommunens villkor för öppna API:er" },
        };
        document.Info.AddExtension("x-service-level", new JsonNodeExtension("Samma som verksamhetens: dygnet runt, utan garanti om tid. / As the activity's own: day and night, no guaranteed time."));
        document.Info.AddExtension("x-known-limitations", new JsonNodeExtension("En sida av en lista har högst så många rader som limit tillåter, och ett anrop får vara högst 10 MB. / A page of a list has at most as many rows as limit allows, and a request may be 10 MB at most."));
        // Relative, so that it is right behind any gateway and tells nothing of the service's own address.
        document.Servers = [new OpenApiServer { Url = "/", Description = "Huset, på den adress där detta dokument lästes. / Huset, at the address where this document was read." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Åtkomsttoken från inloggningstjänsten. / Access token from the identity provider." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
    }
}

internal sealed record ApiInfo(
    [property: Description("API:ets namn. / Name of the API.")][property: Example("Huset: Avvikelser")] string ApiName,
    [property: Description("Version av beskrivningen. / Version of the description.")][property: Example("1.0.0")] string ApiVersion,
    [property: Description("När versionen släpptes. / When the version was released.")] DateOnly ApiReleased,
    [property: Description("Var beskrivningen finns. / Where the description is.")][property: Example("/deviations/v1/openapi.json")] string ApiDocumentation,
    [property: Description("Om API:et kan användas. / Whether the API can be used.")][property: OneOf("active", "deprecated")] string ApiStatus);
