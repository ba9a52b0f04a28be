using System.Net.Http.Json;

namespace Huset.Competence.Tests;

/// <summary>Every endpoint × role, against the rights table.</summary>
public sealed class RightsTests(CompetenceHost host)
{
    private readonly RightsMatrix matrix = Declare(host);

    [Fact]
    public Task Every_endpoint_answers_each_role_as_the_table_says() => matrix.Check();

    [Fact]
    public void Access_table_md_is_what_is_declared() => matrix.CheckDocument();

    private static RightsMatrix Declare(CompetenceHost host) => new RightsMatrix("Competence", Permissions.Table, host.Factory.Services, host.As)
        .WithOperations("/competence/v1", sql => host.Scalar<string>(sql))
        .WithRoom("/competence/v1")
        .WithCodeLists()
        .WithPeople(host)
        .WithCompetences(host)
        .WithRules(host)
        .WithDelegations(host)
        .WithStaffing(host)
        .WithNeeds(host);

    internal static HttpRequestMessage Write(string path, object body, int? version = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (version is not null) request.Headers.Add("If-Match", $"\"{version}\"");
        return request;
    }

    internal static HttpRequestMessage Put(string path, object body, int version)
    {
        var request = Write(path, body, version);
        request.Method = HttpMethod.Put;
        return request;
    }

    internal static HttpRequestMessage Form(string path, string handler, params (string Field, string Value)[] fields) => new(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent([new("_handler", handler), .. fields.Select(field => new KeyValuePair<string, string>(field.Field, field.Value))]),
    };
}
