using Huset.Deviations.Features.Authorities;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;

namespace Huset.Deviations.Features.Duties;

/// <summary>
/// What Arbetsmiljöverket is told of a work injury or a near miss (AML 1977:1160 ch. 3 § 3 a, AFS 2023:1), or IMY of a breach (GDPR art. 33.3): the parts that are written.
/// Nothing of the report itself, which may tell of who gets support.
/// </summary>
public sealed class DutyNotice
{
    private static readonly Texts T = Texts.Of<DutyNotice>();

    /// <summary>The duties whose authority is sent a document.</summary>
    public static bool Has(Duty duty) => duty is Duty.WorkAuthority or Duty.DataAuthority;

    /// <param name="deviation">The case.</param>
    /// <param name="duties">What is written and decided.</param>
    /// <param name="duty">Whom it is for.</param>
    /// <param name="late">The law's time has passed.</param>
    /// <param name="units">The units' names.</param>
    /// <param name="municipality">The municipality's name.</param>
    /// <param name="now">When it is made.</param>
    public static AuthorityNotice Of(Deviation deviation, DutiesView duties, Duty duty, bool late, UnitTree units, string? municipality, DateTimeOffset now)
    {
        var state = duties.Duties.Single(known => known.Duty == duty);
        var notice = new AuthorityNotice(
            deviation.Id, deviation.Reference, T[$"Title.{duty}"], units.NameOf(deviation.UnitCode), now,
            [.. Missing()],
            [
                new(T["Who"], [.. Who()]),
                new(T["Event"], [.. Event()]),
                .. duties.Parts.Select(part => new AuthoritySection(part.Name, [new(null, part.Text ?? T["Unwritten"])])),
                .. duty == Duty.WorkAuthority ? [new(T["Statement"], [new(null, duties.Statement ?? T["Statement.None"]), .. duties.StatementBy is { } by ? [Line("Statement.By", by)] : Array.Empty<AuthorityLine>()])] : Array.Empty<AuthoritySection>(),
                .. state.Motivation is { } motivation ? [new(T["Decided"], [.. Decided(motivation)])] : Array.Empty<AuthoritySection>(),
            ],
            [])
        {
            FileName = $"{T[$"File.{duty}"]}-{deviation.Reference}",
        };
        return deviation.NameProtected ? notice.Without(new([deviation.ReporterName], [], [])) : notice;

        IEnumerable<string> Missing()
        {
            if (state.Status == DutyStatus.Undecided) yield return T["Missing.Undecided"];
            if (state.Status == DutyStatus.NotRequired) yield return T["Missing.NotRequired"];
            // GDPR art. 33.1: a notification after 72 hours tells why it was delayed.
            if (late && duty == Duty.DataAuthority) yield return T["Missing.Late"];
            if (duties.Affected is null) yield return T[$"Missing.Affected.{duty}"];
            foreach (var part in duties.Parts.Where(part => part.Text is null)) yield return T["Missing.Part", part.Name];
            if (duty == Duty.WorkAuthority && duties.Statement is null) yield return T["Missing.Statement"];
        }

        IEnumerable<AuthorityLine> Who()
        {
            if (!string.IsNullOrEmpty(municipality)) yield return Line($"Sender.{duty}", municipality);
            yield return Line($"Place.{duty}", units.NameOf(deviation.UnitCode));
            if (units.WithAbove(deviation.UnitCode).Skip(1).ToList() is { Count: > 0 } above) yield return Line("Above", string.Join(", ", above.Select(units.NameOf)));
            yield return Line("Reference", deviation.Reference);
            if (deviation.RegistryNumber is { } number) yield return Line("Registry", number);
        }

        IEnumerable<AuthorityLine> Event()
        {
            if (duties.NatureName is { } nature) yield return Line("Nature", nature);
            yield return Line("Occurred", Words.When(deviation.OccurredAt));
            yield return Line("Known", Words.When(duties.KnownAt!.Value));
            if (duties.Affected is { } affected) yield return Line($"Affected.{duty}", affected);
        }

        IEnumerable<AuthorityLine> Decided(string motivation)
        {
            yield return new(Words.Of(state.Status), motivation);
            if (state.DoneAt is { } done) yield return Line("Done", Words.When(done));
            if (state.Receipt is { } receipt) yield return Line("Receipt", receipt);
        }
    }

    private static AuthorityLine Line(string label, string text) => new(T[label], text);
}
