using Huset.Ui;

namespace Huset.Procurement.Features.FollowUps;

/// <summary>Days of follow-ups and findings, in Swedish.</summary>
public sealed class FollowUpWords
{
    private static readonly Texts T = Texts.Of<FollowUpWords>();

    /// <summary>"3 december", with the year when it is another than today's.</summary>
    public static string Day(DateOnly day, DateOnly today) => day.ToString(day.Year == today.Year ? "d MMMM" : "d MMMM yyyy", Texts.Swedish);

    /// <summary>"senast den 3 december, 12 dagar kvar"; of what is remedied or closed only the day.</summary>
    public static string Due(FindingView finding, DateOnly today)
    {
        var day = Day(finding.RemedyDueOn, today);
        if (finding.Status != FindingStatus.Open) return T["Due.Day", day];
        return (finding.RemedyDueOn.DayNumber - today.DayNumber) switch
        {
            0 => T["Due.Today", day],
            1 => T["Due.One", day],
            -1 => T["Due.LateOne", day],
            < 0 and var late => T["Due.Late", day, -late],
            var left => T["Due", day, left],
        };
    }

    /// <summary>Text that begins a sentence.</summary>
    public static string Upper(string text) => char.ToUpper(text[0], Texts.Swedish) + text[1..];
}
