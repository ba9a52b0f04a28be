using System.Globalization;
using CsvHelper;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features;

/// <summary>The organisation as CSV: written as Swedish spreadsheets want it, read with semicolon or comma.</summary>
public static class UnitsCsv
{
    /// <summary>Column of the refused rows' file, which may be imported again with it.</summary>
    private const string Error = "error";

    private static readonly string[] Columns = ["code", "name", "parent", "type", "board", "provider", "lawAreas", "validFrom"];
    private static readonly string[] Needed = ["code", "name", "type"];
    private static readonly string[] NotRead = ["employees", "serviceUsers", "hoursPerMonth", Error];
    private static readonly char[] Formula = ['=', '+', '-', '@'];

    public static byte[] Write(IEnumerable<UnitPeriod> periods) => Formats.ToCsv(Columns, periods.Select(p => new object?[]
    {
        p.UnitCode, p.Name, p.Parent, p.Type, p.Board, p.Provider, string.Join(' ', p.LawAreas), p.ValidFrom,
    }));

    /// <summary>The refused rows as they came, with the reason last.</summary>
    public static byte[] WriteRefused(IEnumerable<ImportUnits.Outcome> refused) => Formats.ToCsv([.. Columns, Error], refused.Select(outcome =>
    {
        var row = outcome.Row.Fields;
        return new object?[]
        {
            row.Code, row.Name, row.Parent, row.Type, row.Board, row.Provider, string.Join(' ', row.LawAreas ?? []), row.ValidFrom, ImportUnitsPage.Reason(outcome),
        };
    }));

    public static List<FileRow> Read(string text)
    {
        var header = text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : text.Length);
        try
        {
            using var csv = CsvReader.FromText(text, new()
            {
                Separator = header.Contains(';') ? ';' : ',',
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
                FieldCountMismatch = CsvFieldCountHandling.Throw,
            });
            csv.ReadHeader();
            foreach (var column in csv.Headers)
                if (!Columns.Concat(NotRead).Contains(column, StringComparer.OrdinalIgnoreCase)) throw new InvalidField(column, "There is no such column.");
            foreach (var column in Needed)
                if (!csv.TryGetFieldIndex(column, out _)) throw new InvalidField(column, "The column is missing.");
            var rows = new List<FileRow>();
            while (csv.Read()) rows.Add(ReadRow(csv));
            return rows;
        }
        catch (CsvFormatException e)
        {
            throw new BadHttpRequestException($"Line {e.LineNumber} of the file is not CSV that can be read.", 400, e);
        }
    }

    private static FileRow ReadRow(CsvReader csv)
    {
        var day = Field(csv, "validFrom");
        var isDay = DateOnly.TryParseExact(day, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var validFrom);
        return new FileRow((int)csv.LineNumber, new ImportUnits.Row
        {
            Code = Field(csv, "code"),
            Name = Field(csv, "name"),
            Parent = Field(csv, "parent"),
            Type = Field(csv, "type"),
            Board = Field(csv, "board"),
            Provider = Field(csv, "provider"),
            LawAreas = [.. Field(csv, "lawAreas")?.Split([' ', ',', '|'], StringSplitOptions.RemoveEmptyEntries) ?? []],
            ValidFrom = isDay ? validFrom : null,
        }, Unreadable: day is null || isDay ? null : "validFrom");
    }

    // An empty cell says nothing, and the export's apostrophe is not part of the name.
    private static string? Field(CsvReader csv, string column) =>
        csv.TryGetFieldIndex(column, out var index) && csv.GetString(index) is { Length: > 0 } value
            ? value is ['\'', var first, ..] && Formula.Contains(first) ? value[1..] : value
            : null;
}
