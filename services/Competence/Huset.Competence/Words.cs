using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Limits;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Competence;

/// <summary>Swedish words for the service's fixed codes, from Words.resx: "DelegationStatus.draft".</summary>
public sealed class Words
{
    /// <summary>Swedish order of names.</summary>
    public static readonly StringComparer Order = StringComparer.Create(Texts.Swedish, ignoreCase: true);

    private static readonly Texts All = Texts.Of<Words>();

    /// <summary>The word for a code: of an enum's value by its type's name.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => All[$"{typeof(TEnum).Name}.{Kebab.Of(value)}"];

    public static IEnumerable<Choice> Choices<TEnum>() where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(value => new Choice(value.ToString(), Of(value)));

    /// <summary>"1 december 2026".</summary>
    public static string Day(DateOnly day) => Texts.Day(day);

    /// <summary>"20 november 2026 08.12", on a Swedish clock.</summary>
    public static string When(DateTimeOffset instant) => SwedishTime.Local(instant).ToString("d MMMM yyyy HH.mm", Texts.Swedish);

    /// <summary>"60 dagar", "1 månad": a limit with what it counts.</summary>
    public static string Of(Limit limit) => Features.Rules.RulesPage.Own.Figure(limit);
}
