using Microsoft.OpenApi;

namespace Huset.ServiceDefaults.Http;

/// <summary>Each service's OpenAPI document and `api-info`, as the national REST API profile (Digg) asks.</summary>
internal static class OpenApi
{
    public static void AddHusetOpenApi(this IServiceCollection services, HusetService service) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = $"Huset: {service.Title}",
                Version = "1.0.0",
                Description = $"{service.Description}\n\nTidsangivelser är RFC 3339 i UTC. Fel är application/problem+json med en kod (docs/errors.md). / Times are RFC 3339 in UTC. Errors are application/problem+json with a code.",
                Contact = new OpenApiContact { Name = "Kommunens förvaltare av Huset" },
                License = new OpenApiLicense { Name = "Kommunens villkor för öppna API:er" },
            };
            document.Info.AddExtension("x-service-level", new JsonNodeExtension("Samma som verksamhetens: dygnet runt, utan garanti om tid. / As the activity's own: day and night, no guaranteed time."));
            document.Info.AddExtension("x-known-limitations", new JsonNodeExtension("Listor visar högst 100 rader per sida. / Lists show 100 rows a page at most."));
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Åtkomsttoken från inloggningstjänsten. / Access token from the identity provider." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
        // Types with a converter of their own, as strings have here, come out without a schema.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(string)) schema.Type ??= JsonSchemaType.String;
            if (schema.Type?.HasFlag(JsonSchemaType.Array) is true) schema.Items ??= new OpenApiSchema();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var (status, meaning) in Errors) operation.Responses?.TryAdd(status, new OpenApiResponse { Description = meaning });
            return Task.CompletedTask;
        });
    });

    public static void MapHusetOpenApi(this WebApplication app, HusetService service)
    {
        app.MapOpenApi($"/{service.Name}/v1/openapi.json").AllowAnonymous();
        app.MapGet($"/{service.Name}/v1/api-info", () => new
        {
            apiName = $"Huset: {service.Title}",
            apiVersion = "1.0.0",
            apiReleased = "2026-11-21",
            apiDocumentation = $"/{service.Name}/v1/openapi.json",
            apiStatus = "active",
        }).AllowAnonymous().WithSummary("Om API:et / About the API").WithDescription("Namn, version och status. / Name, version and status.").WithTags("api-info");
    }

    private static readonly (string Status, string Meaning)[] Errors =
    [
        ("400", "Ett fält är fel; svaret namnger det. / A field is wrong; the answer names it."),
        ("401", "Åtkomsttoken saknas eller gäller inte. / The access token is missing or not valid."),
        ("403", "Rollen får inte göra detta. / The role may not do this."),
        ("429", "För många anrop; vänta så länge Retry-After säger. / Too many calls; wait as Retry-After says."),
        ("503", "En del av tjänsten är nere; försök igen. / A part of the service is down; try again."),
    ];
}
