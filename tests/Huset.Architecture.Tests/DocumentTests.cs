using System.Text;
using System.Text.RegularExpressions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Identity;

namespace Huset.Architecture.Tests;

/// <summary>Documents that must say what the code does.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Rights_md_is_the_table_in_the_code()
    {
        var file = Path.Combine(Service.Root, "docs", "rights.md");
        var written = File.ReadAllText(file);
        const string mark = "<!-- made from the code from here on; run with HUSET_APPROVE=true to write it anew -->\n";
        var table = RightsTable();
        if (Environment.GetEnvironmentVariable("HUSET_APPROVE") == "true")
            File.WriteAllText(file, written[..(written.IndexOf(mark, StringComparison.Ordinal) + mark.Length)] + table);
        else
            Assert.Equal(table, written[(written.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..]);
    }

    [Fact]
    public void Errors_md_lists_every_code_that_the_code_gives()
    {
        var listed = Code().Matches(File.ReadAllText(Path.Combine(Service.Root, "docs", "errors.md"))).Select(match => match.Groups[1].Value).ToHashSet();
        var given = new[] { "services", "ServiceDefaults", "gateway" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Service.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Given().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value))
            .ToHashSet();
        Assert.Contains("request.invalid", given);
        Assert.Empty(given.Except(listed));
    }

    private static string RightsTable()
    {
        var text = new StringBuilder();
        foreach (var service in Service.All)
        {
            text.Append($"\n## {service.Name}\n\n| role | {string.Join(" | ", service.Rights.Permissions.Select(permission => $"`{permission}`"))} |\n");
            text.Append($"| --- |{string.Concat(service.Rights.Permissions.Select(_ => " --- |"))}\n");
            foreach (var role in Roles.All)
                text.Append($"| {role} | {string.Join(" | ", service.Rights.Permissions.Select(permission => Word(service.Rights.Of(permission, role))))} |\n");
        }
        return text.ToString();
    }

    private static string Word(Reach reach) => reach switch
    {
        Reach.None => "–",
        _ when reach.HasFlag(Reach.All) => "all",
        _ => string.Join(", ", new[] { Reach.Own, Reach.Units, Reach.Assigned }.Where(part => reach.HasFlag(part)).Select(Kebab.Of)),
    };

    [GeneratedRegex("`([a-z-]+\\.[a-z-]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("(RuleViolation\\(\\s*|Code = |new\\(|Of\\(|Refuse\\(|=> |, |\\? )\"(?<code>(request|user|token|logout-token|access-log|review|sign-in|csrf|session|resource|if-match|idempotency-key|service|unit|units|import|area|deviation|version|diagram|process|activity|rule|event|message|stream|person|people|row|competence|requirement|held-competence|delegation|shift|shifts|need|staffing|complaint|dialogue|supplier|contract|follow-up|finding|report|subscription|receiver|assignment|cooperation|partner|council|council-member|council-case|council-proposal|goal|plan|plans|plan-row|rebuild|extract|conversion)\\.[a-z][a-z-]+)\"")]
    private static partial Regex Given();
}
