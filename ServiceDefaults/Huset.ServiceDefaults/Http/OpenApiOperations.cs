using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Huset.ServiceDefaults.Http;

/// <summary>What every operation has in common: its name, its headers and the errors that it may answer.</summary>
internal static class OpenApiOperations
{
    private static readonly Dictionary<string, string> Successes = new()
    {
        ["200"] = "Det du bad om. / What you asked for.",
        ["201"] = "Skapat; Location säger var. / Created; Location says where.",
        ["202"] = "Mottaget; det görs strax. / Taken; it will be done soon.",
        ["204"] = "Gjort; svaret har ingen kropp. / Done; the answer has no body.",
    };

    private static readonly Error[] Errors =
    [
        new("400", "request.invalid", "Ett fält är fel; svaret namnger det. / A field is wrong; the answer names it.", operation => operation.HasInput || operation.IsWrite),
        new("401", "user.not-signed-in", "Åtkomsttoken saknas eller gäller inte. / The access token is missing or not valid.", operation => !operation.IsOpen),
        new("403", "user.not-allowed", "Rollen får inte göra detta. / The role may not do this.", operation => !operation.IsOpen),
        new("404", "resource.not-found", "Det finns inte, eller ligger utanför dina rättigheter. / It does not exist, or lies outside your rights.", operation => operation.HasPathParameter || operation.SaysNotFound),
        new("409", "request.refused", "En regel i verksamheten säger nej; koden säger vilken. / A rule of the domain says no; the code says which.", operation => operation.IsWrite || operation.SaysRefused),
        new("410", "publication.gone", "Det har funnits här men är borttaget; koden säger hur. / It was here and is gone; the code says how.", operation => operation.SaysGone),
        new("412", "resource.stale", "Någon har ändrat sedan du läste. / Someone has changed it since you read it.", operation => operation.IfMatch is not null),
        new("413", "request.too-large", "Anropet är för stort. / The request is too large.", operation => operation.HasBody),
        new("415", "request.media-type-not-understood", "Kroppens format tas inte emot här. / The media type of the body is not taken here.", operation => operation.HasBody),
        new("422", "idempotency-key.reused", "Samma Idempotency-Key med ett annat anrop. / The same Idempotency-Key with another request.", operation => operation.IsWrite),
        new("428", "if-match.missing", "If-Match saknas. / If-Match is missing.", operation => operation.IfMatch is { IsRequired: true } or { IsDemandedLater: true }),
        new("429", "request.too-many", "För många anrop; vänta så länge Retry-After säger. / Too many calls; wait as Retry-After says.", _ => true),
        new("503", "service.unavailable", "En del av tjänsten är nere; försök igen. / A part of the service is down; try again.", _ => true),
    ];

    public static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var facts = new Facts(
            IsWrite: context.Description.HttpMethod is not ("GET" or "HEAD"),
            IsOpen: metadata.OfType<IAllowAnonymous>().Any(),
            HasPathParameter: operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) is true,
            SaysNotFound: operation.Responses?.ContainsKey("404") is true,
            SaysRefused: operation.Responses?.ContainsKey("409") is true,
            SaysGone: operation.Responses?.ContainsKey("410") is true,
            HasInput: operation.Parameters is { Count: > 0 } || operation.RequestBody is not null,
            HasBody: operation.RequestBody is not null,
            IfMatch: metadata.OfType<IfMatchMetadata>().LastOrDefault());

        operation.OperationId ??= metadata.OfType<MethodInfo>().FirstOrDefault() is { } method ? Named(method) : null;
        // An empty list lifts the document's own demand of a token.
        if (facts.IsOpen) operation.Security = [];
        operation.Parameters ??= [];
        foreach (var example in metadata.OfType<ParameterExample>())
            if (operation.Parameters.OfType<OpenApiParameter>().FirstOrDefault(parameter => parameter.Name == example.Parameter) is { } shown) shown.Example = JsonValue.Create(example.Text);
        if (facts.IsWrite) operation.Parameters.Add(Header("Idempotency-Key", "Gör att anropet kan göras om utan att det blir två; 1 till 200 tecken, nytt för varje ny sak. / Lets the call be repeated without a second effect; 1 to 200 characters, new for each new thing.", "0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f", 200));
        if (facts.IfMatch is { } ifMatch) operation.Parameters.Add(Header("If-Match", "Den ETag som du läste. / The ETag that you read.", "\"3\"", required: ifMatch.IsRequired));
        await DescribeContent(operation, context, metadata, ct);

        operation.Responses ??= [];
        foreach (var (status, answer) in operation.Responses)
        {
            if (answer is not OpenApiResponse response || !Successes.TryGetValue(status, out var meaning)) continue;
            response.Description = meaning;
            if (status == "201") AddHeader(response, "Location", "Var det nya finns. / Where the new is.", "/deviations/v1/deviations/0199c1d2-7b3a-7c4e-9f10-5a6b7c8d9e0f");
            if (metadata.OfType<ETagMetadata>().Any()) AddHeader(response, "ETag", "Vilken version det är; skicka den som If-Match när du ändrar. / Which version it is; send it as If-Match when you change.", "\"3\"");
        }
        var document = context.Document!;
        document.AddComponent<IOpenApiSchema>(OpenApiSchemas.Problem, OpenApiSchemas.ProblemSchema());
        foreach (var error in Errors.Where(error => error.Applies(facts))) operation.Responses[error.Status] = error.Response(document, context.Description.RelativePath!);
    }

    // Bodies that are not JSON are text, whatever type they are read as; of several types in one media type it is any.
    private static async Task DescribeContent(OpenApiOperation operation, OpenApiOperationTransformerContext context, IList<object> metadata, CancellationToken ct)
    {
        var examples = metadata.OfType<TextExample>().ToLookup(example => example.MediaType, example => example.Text);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Description ??= "Det som ska skrivas. / What is to be written.";
            DescribeText(body.Content);
        }
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response) continue;
            var types = metadata.OfType<IProducesResponseTypeMetadata>().Where(type => $"{type.StatusCode}" == status).ToList();
            foreach (var mediaType in types.SelectMany(type => type.ContentTypes).Distinct())
            {
                response.Content ??= new Dictionary<string, OpenApiMediaType>();
                if (!response.Content.TryGetValue(mediaType, out var media)) response.Content[mediaType] = media = new OpenApiMediaType();
                var alternatives = types.Where(type => type.ContentTypes.Contains(mediaType) && type.Type is { } t && t != typeof(void)).Select(type => type.Type!).Distinct().ToList();
                if (!IsJson(mediaType) || alternatives.Count == 0 || (alternatives.Count == 1 && media.Schema is not null)) continue;
                var schemas = new List<IOpenApiSchema>();
                foreach (var type in alternatives) schemas.Add(await Reference(type));
                media.Schema = schemas is [var only] ? only : new OpenApiSchema { AnyOf = schemas };
            }
            DescribeText(response.Content);
        }

        void DescribeText(IDictionary<string, OpenApiMediaType>? content)
        {
            foreach (var (mediaType, media) in content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (!IsJson(mediaType)) media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
                if (examples[mediaType].LastOrDefault() is { } text) media.Example = IsJson(mediaType) ? JsonNode.Parse(text) : JsonValue.Create(text);
            }
        }

        async Task<IOpenApiSchema> Reference(Type type)
        {
            var schema = await context.GetOrCreateSchemaAsync(type, null, ct);
            var name = OpenApiSchemas.NameOf(type);
            context.Document!.AddComponent<IOpenApiSchema>(name, schema);
            return new OpenApiSchemaReference(name, context.Document);
        }
    }

    private static bool IsJson(string mediaType) => mediaType is "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal);

    // A slice is a class named by what it does: ListUnits is the operation listUnits.
    private static string Named(MethodInfo method)
    {
        var type = method.DeclaringType!;
        while (type.DeclaringType is { } outer) type = outer;
        return JsonNamingPolicy.CamelCase.ConvertName(type.Name);
    }

    private static OpenApiParameter Header(string name, string description, string example, int? maxLength = null, bool required = false) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = required,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = maxLength },
        Example = JsonValue.Create(example),
    };

    private static void AddHeader(OpenApiResponse response, string name, string description, string example)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(example) };
    }

    private sealed record Facts(bool IsWrite, bool IsOpen, bool HasPathParameter, bool SaysNotFound, bool SaysRefused, bool SaysGone, bool HasInput, bool HasBody, IfMatchMetadata? IfMatch);

    private sealed record Error(string Status, string Code, string Meaning, Func<Facts, bool> Applies)
    {
        public OpenApiResponse Response(OpenApiDocument document, string path)
        {
            var response = new OpenApiResponse
            {
                Description = Meaning,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(OpenApiSchemas.Problem, document), Example = Example(path) },
                },
            };
            if (Status is "429" or "503") AddHeader(response, "Retry-After", "Sekunder att vänta. / Seconds to wait.", "5");
            return response;
        }

        private JsonObject Example(string path) => new()
        {
            ["type"] = $"urn:huset:problem:{Code}",
            ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(int.Parse(Status, System.Globalization.CultureInfo.InvariantCulture)),
            ["status"] = int.Parse(Status, System.Globalization.CultureInfo.InvariantCulture),
            ["detail"] = Meaning[(Meaning.IndexOf(" / ", StringComparison.Ordinal) + 3)..],
            ["instance"] = $"/{path.Trim('/')}",
            ["code"] = Code,
        };
    }
}
