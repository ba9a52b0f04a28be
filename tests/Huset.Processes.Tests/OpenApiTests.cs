namespace Huset.Processes.Tests;

public sealed class OpenApiTests(ProcessesHost host)
{
    [Fact]
    public async Task What_slices_call_alike_are_schemas_of_their_own()
    {
        var document = new ApiDocument(await host.As(null).GetStringAsync("/processes/v1/openapi.json"));
        Assert.Contains("code", Fields("createUnit"));
        Assert.DoesNotContain("code", Fields("changeUnit"));
        Assert.Equal(["validTo"], Fields("closeUnit"));

        IEnumerable<string> Fields(string operation) =>
            document.Resolve(document.Operations.Single(known => known.Json["operationId"]!.GetValue<string>() == operation).Body())["properties"]!.AsObject().Select(field => field.Key);
    }

    [Fact]
    public async Task What_may_be_absent_is_not_required_and_null_is_never_sent()
    {
        var document = new ApiDocument(await host.As(null).GetStringAsync("/processes/v1/openapi.json"));
        var unit = document.Schemas["UnitView"]!;
        Assert.DoesNotContain("parent", unit["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains("name", unit["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.DoesNotContain("\"null\"", document.Root.ToJsonString());
    }

    [Fact]
    public async Task A_list_that_is_also_an_export_tells_both_and_its_CSV()
    {
        var document = new ApiDocument(await host.As(null).GetStringAsync("/processes/v1/openapi.json"));
        var content = document.Operations.Single(operation => operation.ToString() == "GET /processes/v1/units").Responses["200"]!["content"]!;
        Assert.Equal(["#/components/schemas/ListOfUnitView", "#/components/schemas/ImportUnitsDocument"], content["application/json"]!["schema"]!["anyOf"]!.AsArray().Select(schema => schema!["$ref"]!.GetValue<string>()));
        Assert.Equal("string", content["text/csv"]!["schema"]!["type"]!.GetValue<string>());
    }
}
