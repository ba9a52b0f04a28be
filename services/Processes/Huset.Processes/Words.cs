using Huset.Ui;

namespace Huset.Processes;

/// <summary>How the service's pages write days, and put names in order.</summary>
public static class Words
{
    public static readonly StringComparer Order = StringComparer.Create(Texts.Swedish, ignoreCase: true);

    /// <summary>"20 november 2026".</summary>
    public static string Day(DateOnly day) => Texts.Day(day);
}
