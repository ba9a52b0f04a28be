using Huset.ServiceDefaults;
using Huset.Ui;
using Huset.Ui.Forms;

namespace Huset.Deviations;

/// <summary>Swedish words for the service's fixed codes, from Words.resx: "Kind.social-care".</summary>
public sealed class Words
{
    private static readonly Texts All = Texts.Of<Words>();

    public static string Of(DeviationKind kind) => All[$"Kind.{Kebab.Of(kind)}"];
    public static string Of(Harm harm) => All[$"Harm.{Kebab.Of(harm)}"];
    public static string Of(DeviationStatus status) => All[$"Status.{Kebab.Of(status)}"];
    public static string Of(TrackKind track) => All[$"Track.{Kebab.Of(track)}"];

    public static IEnumerable<Choice> Kinds => Enum.GetValues<DeviationKind>().Select(kind => new Choice(kind.ToString(), Of(kind)));
    public static IEnumerable<Choice> Harms => Enum.GetValues<Harm>().Select(harm => new Choice(harm.ToString(), Of(harm)));

    public static IEnumerable<Choice> Tracks => Enum.GetValues<TrackKind>().Select(track => new Choice(track.ToString(), Of(track), All[$"Track.{Kebab.Of(track)}.Hint"]));

    /// <summary>"20 november 2026 08.12", on a Swedish clock.</summary>
    public static string When(DateTimeOffset instant) => SwedishTime.Local(instant).ToString("d MMMM yyyy HH.mm", Texts.Swedish);
}
