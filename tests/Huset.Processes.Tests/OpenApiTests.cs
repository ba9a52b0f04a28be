namespace Huset.Processes.Tests;

public sealed class OpenApiTests(ProcessesHost host)
{
    [Fact]
    public async Task The_document_describes_every_operation_and_every_field()
    {
        var document = await host.As(null).GetAsync("/processes/v1/openapi.json").Json();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject()) Assert.True(operation.Value.TryGetProperty("description", out _), $"{operation.Name} {path.Name}");
        }
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(schema => schema.Name.StartsWith("Unit", StringComparison.Ordinal)))
        {
            foreach (var field in schema.Value.TryGetProperty("properties", out var fields) ? fields.EnumerateObject().ToArray() : [])
                Assert.True(field.Value.TryGetProperty("description", out _) || field.Value.TryGetProperty("$ref", out _), $"{schema.Name}.{field.Name}");
        }
    }
}
