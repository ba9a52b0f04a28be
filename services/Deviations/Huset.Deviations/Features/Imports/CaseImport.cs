using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Imports;

/// <summary>How far a file has come.</summary>
public enum ImportState { Received, Waiting, Running, Tried, Done, Failed }

/// <summary>A file of an old system's cases: who sent it, how it is to be read, and what has come of its rows so far.</summary>
public sealed class CaseImport
{
    /// <summary>Rows that are read, checked and stored at a time: so much is in memory, and so much is lost when the power goes.</summary>
    public const int Part = 250;

    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Source { get; private set; } = "";
    public ImportState State { get; private set; }
    public bool DryRun { get; private set; }

    /// <summary>Identity numbers in the old system's words are put out of sight.</summary>
    public bool Mask { get; private set; }

    /// <summary>The file's own columns, in order.</summary>
    public string[] Headings { get; private set; } = [];

    /// <summary>How the file is read, as it was when the run began.</summary>
    public ImportMapping Mapping { get; private set; } = ImportMapping.None;

    public int Rows { get; private set; }

    /// <summary>The last row that has been handled; the work goes on after it whoever takes it up.</summary>
    public int LastRow { get; private set; }

    public int Handled { get; private set; }
    public int Created { get; private set; }
    public int AlreadyThere { get; private set; }
    public int Refused { get; private set; }

    /// <summary>Rows whose words hold what looks like an identity number.</summary>
    public int WithIdentityNumbers { get; private set; }

    public string StartedById { get; private set; } = "";
    public string StartedByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public bool IsAtWork => State is ImportState.Waiting or ImportState.Running;

    public static CaseImport Receive(string source, string[] headings, Person by, DateTimeOffset now) => new()
    {
        Source = source,
        Headings = headings,
        StartedById = by.Id,
        StartedByName = by.Name,
        At = now,
    };

    public void Hold(int rows) => Rows = rows;

    /// <summary>Every row is to be handled from the first, by the mapping given.</summary>
    /// <exception cref="ServiceDefaults.Http.RuleViolation">`import.running`, `import.done`</exception>
    public void Ask(ImportMapping mapping, bool dryRun, bool mask)
    {
        if (IsAtWork) throw new ServiceDefaults.Http.RuleViolation("import.running", "The file is being handled already.");
        if (State == ImportState.Done) throw new ServiceDefaults.Http.RuleViolation("import.done", "The file has been taken in; its rows are not kept.");
        (State, Mapping, DryRun, Mask, FinishedAt) = (ImportState.Waiting, mapping, dryRun, mask, null);
        (LastRow, Handled, Created, AlreadyThere, Refused, WithIdentityNumbers) = (0, 0, 0, 0, 0, 0);
    }

    public void Begin() => State = ImportState.Running;

    public void Count(int lastRow, int handled, int created, int alreadyThere, int refused, int withIdentityNumbers)
    {
        LastRow = lastRow;
        Handled += handled;
        Created += created;
        AlreadyThere += alreadyThere;
        Refused += refused;
        WithIdentityNumbers += withIdentityNumbers;
    }

    public void Finish(DateTimeOffset now) => (State, FinishedAt) = (DryRun ? ImportState.Tried : ImportState.Done, now);

    public void Fail(DateTimeOffset now) => (State, FinishedAt) = (ImportState.Failed, now);
}

/// <summary>A row of such a file, kept until it is taken in; a refused one until the file is forgotten.</summary>
public sealed class StagedRow
{
    public Guid ImportId { get; private set; }

    /// <summary>As a spreadsheet shows it: the header is 1.</summary>
    public int Number { get; private set; }

    public string[] Cells { get; private set; } = [];

    /// <summary>It is no row that can be told apart into cells.</summary>
    public bool Broken { get; private set; }

    /// <summary>The field, the rule and the words of why it is refused; null when it is not.</summary>
    public string? Field { get; private set; }
    public string? Code { get; private set; }
    public string? Reason { get; private set; }

    public void Refuse(string field, string code, string reason) => (Field, Code, Reason) = (field, code, reason);
}

/// <summary>An old system, and how its files are read: which column holds what, and what its codes are called here.</summary>
public sealed class ImportSource
{
    public string Code { get; private set; } = "";
    public ImportMapping Mapping { get; private set; } = ImportMapping.None;
    public string SetByName { get; private set; } = "";
    public DateTimeOffset SetAt { get; private set; }
    public int Version { get; private set; }

    public static ImportSource Of(string code) => new() { Code = code };

    public void Set(ImportMapping mapping, string byName, DateTimeOffset now) => (Mapping, SetByName, SetAt, Version) = (mapping, byName, now, Version + 1);
}

/// <summary>Which of a file's columns is which field, and which of its codes is which of ours.</summary>
/// <param name="Columns">The file's own heading, by field.</param>
/// <param name="Codes">Our code, by field and the file's own word.</param>
public sealed record ImportMapping(IReadOnlyDictionary<string, string> Columns, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Codes)
{
    public static readonly ImportMapping None = new(new Dictionary<string, string>(), new Dictionary<string, IReadOnlyDictionary<string, string>>());

    /// <summary>Our code for the file's word; null when nothing is said of it.</summary>
    public string? CodeOf(string field, string theirs) => Codes.TryGetValue(field, out var codes) && codes.TryGetValue(theirs.Trim().ToLowerInvariant(), out var ours) ? ours : null;

    /// <summary>Where in the file each field is: as the mapping says, else by the field's own name or its Swedish one.</summary>
    public Dictionary<string, int> PlacesIn(IReadOnlyList<string> headings)
    {
        var places = new Dictionary<string, int>();
        foreach (var field in ImportField.All)
        {
            string?[] names = Columns.TryGetValue(field.Name, out var said) ? [said] : [field.Name, field.Heading];
            var place = headings.Index().FirstOrDefault(heading => names.Contains(heading.Item, StringComparer.OrdinalIgnoreCase), (Index: -1, Item: "")).Index;
            if (place >= 0) places[field.Name] = place;
        }
        return places;
    }
}

/// <summary>The old system that a case was taken in from.</summary>
public sealed class ImportedFrom
{
    public string Source { get; private set; } = "";

    /// <summary>The case's number there.</summary>
    public string Reference { get; private set; } = "";

    internal static ImportedFrom Of(string source, string reference) => new() { Source = source, Reference = reference };
}

/// <summary>The tables of imports.</summary>
internal static class ImportTables
{
    public static void HasImports(this ModelBuilder model, System.Linq.Expressions.Expression<Func<CaseImport, bool>> seen)
    {
        model.Entity<CaseImport>(import =>
        {
            import.ToTable("imports");
            import.Property(i => i.Id).ValueGeneratedNever();
            import.Ignore(i => i.IsAtWork);
            import.Property(i => i.Mapping).HasColumnType("jsonb").HasConversion(ImportJson.Converter, ImportJson.Comparer);
            import.HasIndex(i => i.At);
            import.HasIndex(i => i.Id, "imports_at_work").HasFilter("state in ('waiting', 'running')");
            import.HasQueryFilter(seen);
        });
        model.Entity<StagedRow>(row =>
        {
            row.ToTable("import_rows");
            row.HasKey(r => new { r.ImportId, r.Number });
            row.HasIndex(r => new { r.ImportId, r.Number }, "import_rows_refused").HasFilter("code is not null");
            row.HasOne<CaseImport>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<ImportSource>(source =>
        {
            source.ToTable("import_sources");
            source.HasKey(s => s.Code);
            source.Property(s => s.Version).IsConcurrencyToken();
            source.Property(s => s.Mapping).HasColumnType("jsonb").HasConversion(ImportJson.Converter, ImportJson.Comparer);
        });
    }
}
