using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>
/// A drawn case that somebody in another unit judges too, without knowing the first judgement, so that the units can see how alike they judge.
/// It has an id of its own: that of the case would lead there.
/// </summary>
public sealed class SecondAssessment
{
    public Guid Id { get; private set; } = Guid.NewGuid();
    public Guid DeviationId { get; private set; }
    public string CaseReference { get; private set; } = "";

    /// <summary>The unit whose judgement is compared.</summary>
    public string UnitCode { get; private set; } = "";

    // As it was judged first; what the case is judged to be later is judged with more known.
    public int FirstSeverity { get; private set; }
    public int FirstProbability { get; private set; }
    public string FirstById { get; private set; } = "";
    public DateTimeOffset DrawnAt { get; private set; }

    public int? Severity { get; private set; }
    public int? Probability { get; private set; }
    public string? Motivation { get; private set; }
    public string? ById { get; private set; }
    public DateTimeOffset? At { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>Of a case that is assessed for the first time and drawn; null for the others.</summary>
    /// <param name="deviation">The case, with its assessment.</param>
    /// <param name="share">How many of a hundred are drawn; a municipality's own rule.</param>
    /// <param name="now">When it is drawn.</param>
    public static SecondAssessment? Draw(Deviation deviation, int share, DateTimeOffset now) => deviation.Assessment is not { } first || LotOf(deviation.Id) >= share ? null : new()
    {
        DeviationId = deviation.Id,
        CaseReference = deviation.Reference,
        UnitCode = deviation.UnitCode,
        FirstSeverity = first.Severity,
        FirstProbability = first.Probability,
        FirstById = first.ById,
        DrawnAt = now,
    };

    /// <summary>
    /// The case's lot, 0 to 99: the first four bytes of its id's SHA-256, written with hyphens in lower case, modulo 100. It is nobody's choice, and
    /// who knows the id can check it.
    /// </summary>
    public static int LotOf(Guid id) => (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(id.ToString()))) % 100);

    /// <exception cref="RuleViolation">`second-assessment.done`</exception>
    public void Judge(int severity, int probability, string motivation, Person by, DateTimeOffset now)
    {
        if (At is not null) throw new RuleViolation("second-assessment.done", "The case has had its second assessment.");
        (Severity, Probability, Motivation, ById, At) = (severity, probability, motivation.Trim(), by.Id, now);
        Version++;
    }
}

/// <summary>Where they lie. Nobody sees them by the context's filter: what may be seen of them is asked for by the slices.</summary>
public static class SecondAssessmentRows
{
    public static void HasSecondAssessments(this ModelBuilder model) => model.Entity<SecondAssessment>(second =>
    {
        second.ToTable("second_assessments");
        second.Property(s => s.Id).ValueGeneratedNever();
        second.Property(s => s.Version).IsConcurrencyToken();
        second.HasIndex(s => s.DeviationId).IsUnique();
        second.HasIndex(s => s.DrawnAt, "second_assessments_waiting").HasFilter("at is null");
        second.HasIndex(s => new { s.UnitCode, s.At });
    });
}
