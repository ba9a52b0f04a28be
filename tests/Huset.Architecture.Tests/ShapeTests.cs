using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;

namespace Huset.Architecture.Tests;

/// <summary>What keeps the services alike and apart.</summary>
public sealed partial class ShapeTests
{
    public static IEnumerable<TheoryDataRow<string>> Services => Service.Names;

    [Theory, MemberData(nameof(Services))]
    public void A_service_knows_the_others_only_by_their_contracts(string name)
    {
        var service = Service.Named(name);
        var strangers = service.Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(assembly => assembly.StartsWith("Huset.", StringComparison.Ordinal))
            .Where(assembly => assembly is not ("Huset.Events" or "Huset.ServiceDefaults" or "Huset.Ui" or "Huset.Deadlines" or "Huset.Word") && !assembly.EndsWith(".Contracts", StringComparison.Ordinal));
        Assert.Empty(strangers);
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_class_is_sealed_or_static(string name)
    {
        var open = Service.Named(name).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Namespace?.StartsWith("Huset", StringComparison.Ordinal) == true)
            // Razor compiles a page to an open class, and the migrations are the tool's.
            .Where(type => !type.IsSubclassOf(typeof(Microsoft.AspNetCore.Components.ComponentBase)) && type.Name != "_Imports" && !type.Namespace!.EndsWith(".Migrations", StringComparison.Ordinal));
        Assert.Empty(open);
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_route_names_a_permission_of_the_table_or_says_that_it_is_open(string name)
    {
        var service = Service.Named(name);
        var endpoints = service.Endpoints();
        Assert.NotEmpty(endpoints);
        var open = new List<string>();
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                open.Add(endpoint.RoutePattern.RawText!);
                continue;
            }
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().ToList();
            Assert.True(policies.Count > 0 && policies.All(service.Rights.Permissions.Contains), $"{endpoint.RoutePattern.RawText} names no permission");
        }
        // What is open to nobody-in-particular is health, the API's own description, static files, who one is oneself, and what is made for the public.
        open.RemoveAll(route => name == "Complaints" && route.Trim('/') is ("ny" or "svar"));
        open.RemoveAll(route => name == "Analytics" && route.Trim('/') is ("offentligt" or "offentligt/{Id:guid}"));
        Assert.All(open, route => Assert.Matches(@"^/?([a-z]+/v1/public/[a-z/]+(\{id:guid\})?|health/(live|ready)|[a-z]+/v1/(openapi\.json|api-info)|_content/.+|_framework/.+|bundle/[^/]+|vem|[^/]+\.(js|css|svg)(\.gz|\.br)?|Huset\..+\.css.*)$", route.TrimStart('/')));
    }

    [Theory, MemberData(nameof(Services))]
    public void A_lock_of_the_database_is_for_one_thing(string name)
    {
        // Two that take the same number for different things wait for each other, and one that holds it for as long as it runs shuts the other out.
        var files = new[] { Service.Named(name).Folder, Path.Combine(Service.Root, "ServiceDefaults") }
            .SelectMany(folder => new[] { "*.cs", "*.sql" }.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var locks = files.SelectMany(file => Lock().Matches(File.ReadAllText(file)).Select(match => (Number: match.Groups[1].Value, File: Path.GetFileName(file)))).ToList();
        Assert.Contains(locks, held => held.File == "AccessSealer.cs");
        Assert.DoesNotContain(locks.GroupBy(held => held.Number).Select(held => string.Join(", ", held)), held => held.Contains("), (", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"advisory_(?:xact_)?lock\(([0-9]+)\)")]
    private static partial Regex Lock();

    [Theory, MemberData(nameof(Services))]
    public void Program_lists_and_does_not_do(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Service.Named(name).Folder, "Program.cs"));
        Assert.InRange(lines.Length, 10, 80);
        Assert.Contains(lines, line => line.Contains("builder.AddHusetService<", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("app.UseHusetService()", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("app.RunHusetService<", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Services))]
    public void A_service_says_in_twenty_lines_what_it_owns_and_tells(string name) =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Service.Root, "services", name, "README.md")).Length, 5, 20);

    [Theory, MemberData(nameof(Services))]
    public void No_service_reads_the_machines_clock(string name)
    {
        var readers = Directory.EnumerateFiles(Service.Named(name).Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => MachineClock().IsMatch(File.ReadAllText(file)));
        Assert.Empty(readers);
    }

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bDateTime\.Today\b")]
    private static partial Regex MachineClock();
}
