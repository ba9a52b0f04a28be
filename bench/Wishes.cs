using Huset.Bench.Groups;

namespace Huset.Bench;

/// <summary>Some rows that are measured together.</summary>
internal sealed record Group(string Name, string What, bool IsLarge, Func<Platform, Wishes, Result, CancellationToken, Task> Measure);

/// <summary>What the words after `./huset bench` ask for.</summary>
internal sealed record Wishes(IReadOnlyList<Group> Groups, bool Quick, bool Json, bool Check, bool Save, bool Help)
{
    private static readonly Group[] All =
    [
        new("start", "the first start and a later one", false, Start.Measure),
        new("memory", "memory at rest, by process", false, Memory.Measure),
        new("gateway", "the gateway against nginx and against nothing in between", false, Gateway.Measure),
        new("pages", "server time of pages and API calls", false, Answers.Measure),
        new("travel", "from a report's commit until an analyst sees it", false, Travel.Measure),
        new("reports", "reports against the same SQL by pgbench", false, Reports.Measure),
        new("drain", "events through outbox, broker and log", false, Drain.Measure),
        new("deviations", "200,000 cases over 200 units: lists, search, actions and reading; an import of 50,000", true, ManyCases.Measure),
        new("processes", "500 processes, 3,000 documents, 200 units and 4,500 people: the map, search and a unit's page", true, ManyProcesses.Measure),
        new("analytics", "logs of 1,000,000 and 5,000,000 events: read models counted anew, and what is seen of them", true, ManyEvents.Measure),
        new("listeners", "500 who listen to 200 events a second", true, Listeners.Measure),
    ];

    public static string Usage =>
        $"""
        Usage: ./huset bench [WHAT…] [OPTION…]

        Measures a platform of its own, beside one that is up, and leaves nothing behind. WHAT is all but the last four unless named:

        {string.Join('\n', All.Select(group => $"  {group.Name,-10} {group.What}"))}

          --quick    short rounds: does it work? The figures are not to be quoted
          --json     the figures as JSON
          --check    fails when a row is more than 30 % worse than {Result.BaselineFile} from the same kind of machine
          --save     writes {Result.BaselineFile} and the table in {Result.PageFile}

        """;

    /// <exception cref="ArgumentException">An unknown word.</exception>
    public static Wishes Parse(string[] words)
    {
        var options = words.Where(word => word.StartsWith('-')).ToHashSet();
        if (options.Except(["--quick", "--json", "--check", "--save", "--help", "-h"]).FirstOrDefault() is { } strange) throw new ArgumentException($"unknown option {strange}");
        var names = words.Where(word => !word.StartsWith('-')).ToHashSet();
        if (names.Except(All.Select(group => group.Name)).FirstOrDefault() is { } unknown) throw new ArgumentException($"there is nothing called {unknown} to measure");
        if (options.Contains("--quick") && options.Contains("--save")) throw new ArgumentException("short rounds are not worth saving");
        var groups = All.Where(group => names.Count == 0 ? !group.IsLarge : names.Contains(group.Name)).ToList();
        return new(groups, options.Contains("--quick"), options.Contains("--json"), options.Contains("--check"), options.Contains("--save"), options.Overlaps(["--help", "-h"]));
    }
}
