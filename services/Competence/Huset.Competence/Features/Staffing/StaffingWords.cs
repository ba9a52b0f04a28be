using Huset.Ui;

namespace Huset.Competence.Features.Staffing;

/// <summary>Weekdays and needs as people say them.</summary>
public static class StaffingWords
{
    private static readonly Texts T = Texts.Of(typeof(StaffingWords));

    /// <summary>"alla dagar", "måndag–fredag" or the days by name.</summary>
    public static string Days(IReadOnlyList<int> weekdays) => weekdays switch
    {
        { Count: 7 } => T["Every"],
        [1, 2, 3, 4, 5] => T["Workdays"],
        [6, 7] => T["Weekend"],
        _ => string.Join(", ", weekdays.Select(Day)),
    };

    /// <summary>"måndag" for 1.</summary>
    public static string Day(int weekday) => Texts.Swedish.DateTimeFormat.GetDayName((DayOfWeek)(weekday % 7));

    public static string NameOf(StaffingNeed need, CodeLists lists, IReadOnlyDictionary<string, string> competences) => need.Kind switch
    {
        NeedKind.Role => lists.NameOf(CodeLists.Roles, need.Code).ToLower(Texts.Swedish),
        NeedKind.Delegation => T["Delegated", lists.NameOf(CodeLists.DelegationTasks, need.Code).ToLower(Texts.Swedish)],
        _ => competences.TryGetValue(need.Code, out var name) ? T["With", name.ToLower(Texts.Swedish)] : need.Code,
    };
}
