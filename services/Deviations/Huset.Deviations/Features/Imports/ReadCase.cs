using System.Globalization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Deviations.Features.Imports;

/// <summary>What a row of an old system's file tells of a case.</summary>
public sealed record ImportedCase(
    string Source, string Reference, string UnitCode, DateTimeOffset OccurredAt, DateTimeOffset ReportedAt, DateTimeOffset? ClosedAt, DeviationKind Kind, Harm Harm, string Description, string? ImmediateAction,
    string ReportedBy, bool SuspectedSerious, int? Severity, int? Probability, string? Assessment, string? Feedback, TrackKind? Track, bool HasIdentityNumbers);

/// <summary>Reads a file's rows into cases, each by itself.</summary>
public sealed class ReadCase
{
    private const int LongestText = 20_000;
    private static readonly string[] Times =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH.mm", "yyyyMMdd", "yyyyMMdd HH:mm", "yyyy/MM/dd", "yyyy/MM/dd HH:mm", "d/M/yyyy", "d/M/yyyy HH:mm",
    ];
    private static readonly string[] ExactTimes = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private readonly CaseImport import;
    private readonly UnitTree units;
    private readonly DateTimeOffset now;
    private readonly Dictionary<string, int> places;
    private readonly Dictionary<string, string> unitsByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<string, string>> known = [];

    public ReadCase(CaseImport import, UnitTree units, DateTimeOffset now)
    {
        (this.import, this.units, this.now) = (import, units, now);
        places = import.Mapping.PlacesIn(import.Headings);
        foreach (var unit in units.Units) unitsByName.TryAdd(unit.Name, unit.Code);
        foreach (var field in ImportField.All.Where(field => field.Codes is not null))
        {
            var codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var choice in field.Codes!())
            {
                codes.TryAdd(choice.Value, choice.Value);
                codes.TryAdd(choice.Text, choice.Value);
            }
            known[field.Name] = codes;
        }
    }

    /// <summary>The fields that every row must have and that no column is.</summary>
    public static IReadOnlyList<ImportField> Missing(ImportMapping mapping, IReadOnlyList<string> headings)
    {
        var places = mapping.PlacesIn(headings);
        return [.. ImportField.All.Where(field => field.Needed && !places.ContainsKey(field.Name))];
    }

    /// <summary>The number of the case in the old system; null when the row tells none.</summary>
    public string? ReferenceOf(StagedRow row) => row.Broken ? null : Cell(row, "externalReference");

    /// <summary>Our code for a cell that holds one of theirs; null when it is not known.</summary>
    public string? CodeOf(string field, string theirs) =>
        import.Mapping.CodeOf(field, theirs) is { } said ? said
        : field == "unitCode" ? units.Find(theirs)?.Code ?? unitsByName.GetValueOrDefault(theirs)
        : known.TryGetValue(field, out var codes) ? codes.GetValueOrDefault(theirs) : null;

    /// <exception cref="RowRefused">The row is no case that can be taken in.</exception>
    public ImportedCase Read(StagedRow staged)
    {
        if (staged.Broken || staged.Cells.Length != import.Headings.Length) throw new RowRefused("row", "import.row-broken", "The row cannot be told apart into as many cells as the header has.");
        var row = new ImportRow(staged.Number, places.Where(place => Cell(staged, place.Key) is not null).ToDictionary(place => place.Key, place => Cell(staged, place.Key)!));
        var reference = row.Text("externalReference", 100);
        if (IdentityNumbers.AreIn(reference)) throw new RowRefused("externalReference", "row.field-invalid", "It looks like an identity number, which is no case's number.");
        var occurred = Time(row, "occurredAt") ?? throw new RowRefused("occurredAt", "row.field-invalid", "It must say when it happened, such as 2024-01-31 07:30.");
        var reported = Time(row, "reportedAt") ?? occurred;
        if (reported < occurred) throw new RowRefused("reportedAt", "row.field-invalid", "It was reported before it happened.");
        var closed = Time(row, "closedAt");
        if (closed < reported) throw new RowRefused("closedAt", "row.field-invalid", "It was closed before it was reported.");
        var (severity, probability) = (Code(row, "severity"), Code(row, "probability"));
        if (severity is null != probability is null) throw new RowRefused(severity is null ? "severity" : "probability", "row.field-invalid", "Severity and probability come together.");
        var unit = row["unitCode"] is { } named ? CodeOf("unitCode", named) ?? (units.Existed(named, SwedishTime.Day(occurred)) ? named : null) : throw new RowRefused("unitCode", "row.field-invalid", "It must say which unit it concerns.");
        if (unit is null || !units.Existed(unit, SwedishTime.Day(occurred))) throw new RowRefused("unitCode", "import.unit-unknown", "There is no such unit on that day.");
        var description = Words(row, "description") ?? throw new RowRefused("description", "row.field-invalid", "It must say what happened.");
        var (action, assessment, feedback) = (Words(row, "immediateAction"), Words(row, "assessment"), Words(row, "feedback"));
        var numbers = new[] { description, action, assessment, feedback }.Any(IdentityNumbers.AreIn);
        return new(
            import.Source, reference, unit, occurred, reported, closed, Kebab.Parse<DeviationKind>(Code(row, "kind") ?? throw new RowRefused("kind", "row.field-invalid", "It must say what it concerns.")),
            Code(row, "harm") is { } harm ? Kebab.Parse<Harm>(harm) : Harm.Unknown, Hidden(description)!, Hidden(action), row["reportedBy"] is null ? "" : row.Text("reportedBy", 200), Code(row, "suspectedSerious") == "true",
            severity is null ? null : int.Parse(severity, CultureInfo.InvariantCulture), probability is null ? null : int.Parse(probability, CultureInfo.InvariantCulture), Hidden(assessment), Hidden(feedback),
            Code(row, "track") is { } track ? Kebab.Parse<TrackKind>(track) : null, numbers);

        string? Hidden(string? text) => import.Mask ? IdentityNumbers.Without(text, ImportWords.Masked) : text;
    }

    private string? Cell(StagedRow row, string field) => places.TryGetValue(field, out var place) && place < row.Cells.Length && row.Cells[place] is { Length: > 0 } text ? text : null;

    private string? Code(ImportRow row, string field) =>
        row[field] is not { } theirs ? null
        : CodeOf(field, theirs) is { } ours && known[field].ContainsKey(ours) ? ours
        : throw new RowRefused(field, "import.code-unknown", $"It is none of our codes, and nothing says which of them it is: {string.Join(", ", known[field].Values.Distinct())}.");

    private static string? Words(ImportRow row, string field) =>
        row[field] is not { } text ? null
        : text.Length <= LongestText ? text.Trim() : throw new RowRefused(field, "row.field-invalid", $"It must be at most {LongestText} characters.");

    // A day alone is its first moment: when on the day is not known, and no hour is made up.
    private DateTimeOffset? Time(ImportRow row, string field)
    {
        if (row[field] is not { } text) return null;
        DateTimeOffset? at =
            DateTimeOffset.TryParseExact(text, ExactTimes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10) ? exact.ToUniversalTime()
            : DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) ? SwedishTime.Instant(wall).ToUniversalTime()
            : null;
        return at is { } known && known.Year >= 1970 && known <= now.AddMinutes(5) ? known
            : throw new RowRefused(field, "row.field-invalid", "It must be a time that has been, such as 2024-01-31 07:30.");
    }
}
