using System.Globalization;
using System.Text.Json;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics.Features.Comparisons;

/// <summary>What an origin tells: measures, areas and values, of its API or of a file.</summary>
public sealed class ComparisonFacts
{
    private const int MaxTitle = 300, MaxDefinition = 4_000;
    private const decimal MaxValue = 1_000_000_000_000;

    /// <summary>Columns of a CSV file; the first four and the value's own are enough for a measure that is known.</summary>
    public static readonly string[] Columns = ["measure", "area", "year", "value", "gender", "status", "title", "definition", "origin", "areaName", "publishedOn"];

    public Dictionary<string, MeasureFacts> Measures { get; } = [];

    public Dictionary<string, AreaFacts> Areas { get; } = [];

    public List<(int Row, ComparedFacts Facts)> Values { get; } = [];

    public List<(int Row, RowRefused Why)> Refused { get; } = [];

    /// <summary>A file: the API's own answers as they were saved, or CSV.</summary>
    /// <exception cref="InvalidField">400: columns are missing, or the JSON is no answer of the API's.</exception>
    /// <exception cref="BadHttpRequestException">400: it cannot be read.</exception>
    public static ComparisonFacts Of(ImportFile file)
    {
        var facts = new ComparisonFacts();
        if (file.Text.AsSpan().TrimStart() is ['{', ..])
        {
            try
            {
                using var document = JsonDocument.Parse(file.Text);
                facts.Add(document.RootElement);
            }
            catch (JsonException e)
            {
                throw new BadHttpRequestException("The file is not JSON that can be read.", 400, e);
            }
            return facts;
        }
        foreach (var row in file.Rows(Columns, ["measure", "area", "year", "value"])) facts.Try(row.Number, () => facts.Add(row));
        return facts;
    }

    /// <summary>An answer of Kolada's API: a list of key figures, municipalities, groups or data.</summary>
    /// <exception cref="InvalidField">400: it is no such list.</exception>
    public void Add(JsonElement answer)
    {
        // One that is asked for by its id may come alone.
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("id", out _) && !answer.TryGetProperty("values", out _))
        {
            Try(1, () => AddNamed(answer));
            return;
        }
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array) throw new InvalidField("values", "It must be a list, as Kolada answers.");
        foreach (var (place, item) in values.EnumerateArray().Index())
        {
            Try(place + 1, () =>
            {
                if (item.ValueKind != JsonValueKind.Object) throw new RowRefused("values", "comparison.row-invalid", "It must be an object.");
                if (Text(item, "kpi", 40) is { } measure) AddData(place + 1, item, measure);
                else AddNamed(item);
            });
        }
    }

    private void AddNamed(JsonElement item)
    {
        if (Text(item, "id", 60) is not { } id || Text(item, "title", MaxTitle) is not { } title) throw new RowRefused("id", "comparison.row-invalid", "It must have an id and a title.");
        if (!IsCode(id)) throw new RowRefused("id", "comparison.row-invalid", "It must have an id of letters and digits.");
        var isMeasure = item.TryGetProperty("municipality_type", out _) || item.TryGetProperty("is_divided_by_gender", out _) || item.TryGetProperty("publication_date", out _);
        if (isMeasure) Measures[id] = new(id, "Kolada", title, Text(item, "description", MaxDefinition) ?? "", Day(Text(item, "publication_date", 40)));
        else Areas[id] = new(id, title);
    }

    private void AddData(int row, JsonElement item, string measure)
    {
        var area = Text(item, "municipality", 60) ?? Text(item, "ou", 60) ?? throw new RowRefused("municipality", "comparison.row-invalid", "It must have a municipality or an organisational unit.");
        var period = item.TryGetProperty("period", out var told) ? told.ToString() : "";
        if (!item.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array) throw new RowRefused("values", "comparison.row-invalid", "It must have values.");
        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Object) throw new RowRefused("values", "comparison.row-invalid", "It must be an object.");
            decimal? number = !value.TryGetProperty("value", out var raw) || raw.ValueKind == JsonValueKind.Null ? null : raw.ValueKind == JsonValueKind.Number && raw.TryGetDecimal(out var read) ? read : throw new RowRefused("value", "comparison.value-invalid", "It must be a number.");
            Values.Add((row, Checked(measure, area, period, Text(value, "gender", 10), number, Text(value, "status", 40))));
        }
    }

    private void Add(ImportRow row)
    {
        var measure = row.Text("measure", 40);
        var area = row.Text("area", 60);
        decimal? value = row["value"] is not { } text ? null
            : decimal.TryParse(text.Replace(',', '.').Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw new RowRefused("value", "comparison.value-invalid", "It must be a number.");
        var facts = Checked(measure, area, row["year"] ?? "", row["gender"], value, row["status"] is null ? null : row.Text("status", 40));
        if (row["title"] is not null)
            Measures[measure] = new(measure, row["origin"] is null ? "egen fil" : row.Text("origin", 100), row.Text("title", MaxTitle), row["definition"] is null ? "" : row.Text("definition", MaxDefinition), row.Day("publishedOn"));
        if (row["areaName"] is not null) Areas[area] = new(area, row.Text("areaName", MaxTitle));
        Values.Add((row.Number, facts));
    }

    private static ComparedFacts Checked(string measure, string area, string year, string? gender, decimal? value, string? status)
    {
        // Codes stand in addresses.
        if (!IsCode(measure)) throw new RowRefused("measure", "comparison.row-invalid", "It must be letters, digits, hyphens and underscores.");
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var of) || of is < 1950 or > 2200) throw new RowRefused("year", "comparison.year-invalid", "It must be a year.");
        var whom = gender switch { null or "T" => Gender.All, "K" => Gender.Women, "M" => Gender.Men, _ => Kebab.TryParse<Gender>(gender, out var known) ? known : throw new RowRefused("gender", "value.gender-invalid", "It must be T, K or M, or all, women or men.") };
        if (value is { } number && Math.Abs(number) > MaxValue) throw new RowRefused("value", "comparison.value-invalid", "It must be within ±10¹².");
        return new(measure, area, of, whom, value is { } exact ? Math.Round(exact, 6) : null, status ?? "");
    }

    private static bool IsCode(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private void Try(int row, Action read)
    {
        try
        {
            read();
        }
        catch (RowRefused refused)
        {
            Refused.Add((row, refused));
        }
    }

    private static string? Text(JsonElement item, string name, int most) =>
        item.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } said && Json.IsStorable(said) ? said.Length > most ? said[..most] : said : null;

    private static DateOnly? Day(string? text) => text is { Length: >= 10 } && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
