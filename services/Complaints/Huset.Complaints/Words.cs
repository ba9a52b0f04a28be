using Huset.ServiceDefaults;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Complaints;

/// <summary>Swedish words for the service's fixed codes, from Words.resx: "ComplaintKind.praise".</summary>
public sealed class Words
{
    private static readonly Texts All = Texts.Of<Words>();

    /// <summary>The word for a code: of an enum's value by its type's name.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => All[$"{typeof(TEnum).Name}.{Kebab.Of(value)}"];

    public static IEnumerable<Choice> Choices<TEnum>() where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(value => new Choice(value.ToString(), Of(value)));

    /// <summary>"Besvarades (Karin Testsson)", or without a name what was done.</summary>
    public static string Of(ChangeView change) => change.By is null ? Of(change.Kind) : $"{Of(change.Kind)} ({change.By})";

    /// <summary>Where the deviation stands.</summary>
    public static string Deviation(EscalationView escalation) => All[escalation.InvestigatedFurther ? "Deviation.further" : escalation.Status is null ? "Deviation.sent" : $"Deviation.{escalation.Status}"];

    /// <summary>Where the idea stands.</summary>
    public static string Idea(ForwardedIdeaView idea) => All[$"Idea.{idea.Status ?? "sent"}"];

    /// <summary>"Planerad, ska vara gjord senast 3 december 2026".</summary>
    public static string Action(FollowedActionView action) => action.Effect is { } effect ? All[$"Action.{effect}"] : All[$"Action.{action.Status}", Texts.Day(action.DueOn), Texts.Day(action.EffectCheckOn)];

    /// <summary>"20 november 2026"; what is due at midnight is due the day before.</summary>
    public static string LastDay(DateTimeOffset tooLate) => Texts.Day(SwedishTime.Day(tooLate.AddTicks(-1)));

    /// <summary>As a form's field for day and time has it.</summary>
    public static string Typed(DateTimeOffset instant) => SwedishTime.Local(instant).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>"20 november 2026 08.12", on a Swedish clock.</summary>
    public static string When(DateTimeOffset instant) => SwedishTime.Local(instant).ToString("d MMMM yyyy HH.mm", Texts.Swedish);
}
