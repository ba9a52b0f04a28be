using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Huset.Bench;

/// <summary>The kind of machine; figures of different kinds are not compared.</summary>
internal sealed record Machine(int Cores, int MemoryGb)
{
    public static Machine Here() => new(
        Environment.ProcessorCount,
        (int)Math.Round(long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0 / 1024.0));

    public override string ToString() => $"{Cores} cores, {MemoryGb} GB";
}

internal enum Better { Higher, Lower }

/// <summary>One figure.</summary>
/// <param name="Name">Stays the same from run to run: `gateway/nginx: one unit`.</param>
/// <param name="Value">The median of the rounds, or the percentile that the name says.</param>
/// <param name="Unit">`×` for a ratio, otherwise `ms`, `s`, `MB` or `/s`.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Aim">What it should reach; null when the row only tells.</param>
/// <param name="Low">The lowest of the rounds; null when there was but one.</param>
/// <param name="High">The highest of the rounds.</param>
/// <param name="Note">What stands beside it.</param>
internal sealed record Row(string Name, double Value, string Unit, Better Better, double? Aim = null, double? Low = null, double? High = null, string? Note = null)
{
    // So small a difference is the machine's, not the product's.
    private double Slack => Unit switch { "ms" => 5, "s" => 2, "MB" => 10, _ => 0 };

    [JsonIgnore]
    public bool MeetsAim => Aim is not { } aim || (Better == Better.Higher ? Value >= aim : Value <= aim);

    public bool IsWorseThan(double before) => Better == Better.Higher
        ? Value < before * 0.7 - Slack
        : Value > before * 1.3 && Value > before + Slack;

    /// <summary>One figure out of some rounds.</summary>
    public static Row Median(string name, IReadOnlyList<double> rounds, string unit, Better better, double? aim = null) =>
        new(name, rounds.Median(), unit, better, aim, rounds.Min(), rounds.Max());
}

/// <summary>All figures of a run.</summary>
internal sealed class Result(Machine machine)
{
    public const string BaselineFile = "bench/baseline.json", PageFile = "docs/performance.md";

    private const string TableBegins = "<!-- the last saved run; `./huset bench --save` writes it -->\n", TableEnds = "<!-- end -->";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<Row> rows = [];
    private readonly List<string> leftOut = [];

    private sealed record Figures(Machine Machine, DateOnly On, int Seconds, IReadOnlyList<Row> Rows, IReadOnlyList<string> LeftOut);

    /// <summary>Tells how far it has come; the figures alone go to the standard output.</summary>
    public void Say(string what) => Console.Error.WriteLine($"huset: {watch.Elapsed.TotalSeconds,4:0} s  {what}");

    public void Add(Row row)
    {
        rows.Add(row);
        Say($"{row.Name}: {Number(row.Value)} {row.Unit}");
    }

    /// <summary>A row that the machine cannot give.</summary>
    public void LeaveOut(string rows, string why)
    {
        leftOut.Add($"{rows}: {why}");
        Say($"left out, {rows}: {why}");
    }

    public string ToJson() => JsonSerializer.Serialize(new Figures(machine, Today, (int)watch.Elapsed.TotalSeconds, rows, leftOut), Json) + "\n";

    public string ToTable()
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"On {machine}, {Today:yyyy-MM-dd}, in {watch.Elapsed.TotalSeconds:0} s.\n\n| | figure | lowest–highest round, or beside it | aim | met |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            var aim = row.Aim is { } wanted ? $"{(row.Better == Better.Higher ? "≥" : "≤")} {Number(wanted)}" : "";
            table.Append(CultureInfo.InvariantCulture,
                $"| {row.Name} | {Number(row.Value)} {row.Unit} | {(row.Low is { } low ? $"{Number(low)}–{Number(row.High!.Value)}" : row.Note)} | {aim} | {(row.Aim is null ? "" : row.MeetsAim ? "yes" : "**no**")} |\n");
        }
        foreach (var missing in leftOut) table.Append(CultureInfo.InvariantCulture, $"\nLeft out, {missing}.\n");
        return table.ToString();
    }

    /// <summary>Makes this run the one that later runs are compared with and that the page shows; groups that were not measured keep their rows.</summary>
    public void Save(string root)
    {
        var path = Path.Combine(root, BaselineFile);
        foreach (var kept in Baseline(path)?.Rows.Where(row => rows.TrueForAll(mine => mine.Name != row.Name)) ?? []) rows.Add(kept);
        File.WriteAllText(path, ToJson());
        var page = File.ReadAllText(Path.Combine(root, PageFile));
        var (begin, end) = (page.IndexOf(TableBegins, StringComparison.Ordinal), page.IndexOf(TableEnds, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new BenchFailed($"{PageFile} has lost the marks around its table");
        File.WriteAllText(Path.Combine(root, PageFile), page[..(begin + TableBegins.Length)] + "\n" + ToTable() + "\n" + page[end..]);
    }

    /// <summary>Whether no figure is more than 30 % worse than the saved one; of another kind of machine nothing is said.</summary>
    public bool HoldsAgainst(string path)
    {
        if (Baseline(path) is not { } baseline)
        {
            Say($"nothing to compare with: {BaselineFile} holds no run on a machine with {machine}");
            return true;
        }
        var worse = rows.Select(row => (Row: row, Before: baseline.Rows.FirstOrDefault(before => before.Name == row.Name)))
            .Where(pair => pair.Before is not null && pair.Row.IsWorseThan(pair.Before.Value)).ToList();
        foreach (var (row, before) in worse) Say($"WORSE  {row.Name}: {Number(row.Value)} {row.Unit}, was {Number(before!.Value)}");
        if (worse.Count == 0) Say($"no row is more than 30 % worse than on {baseline.On:yyyy-MM-dd}");
        return worse.Count == 0;
    }

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private Figures? Baseline(string path) =>
        File.Exists(path) && JsonSerializer.Deserialize<Figures>(File.ReadAllText(path), Json) is { } saved && saved.Machine == machine ? saved : null;

    private static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(50);

    /// <summary>The value that so many per cent do not pass (nearest rank).</summary>
    public static double Percentile(this IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
