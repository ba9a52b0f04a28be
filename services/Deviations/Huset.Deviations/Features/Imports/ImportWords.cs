using Huset.ServiceDefaults;
using Huset.Ui;

namespace Huset.Deviations.Features.Imports;

/// <summary>Swedish words of imports, from ImportWords.resx.</summary>
public sealed class ImportWords
{
    private static readonly Texts T = Texts.Of<ImportWords>();

    /// <summary>What stands in the place of an identity number.</summary>
    public static string Masked => T["Masked"];

    public static string Of(ImportState state) => T[$"State.{Kebab.Of(state)}"];

    /// <summary>Why a row is refused: by the column when there are words for it, else by the rule.</summary>
    public static string Reason(string field, string code) => T.Find($"{code}.{field}") ?? T.Find(code) ?? T["Row.other", Heading(field)];

    public static string Heading(string field) => ImportField.Find(field)?.Heading ?? T["WholeRow"];
}
