using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Ui.Forms;

/// <summary>Where a service's rules meet its forms.</summary>
public static class FormRules
{
    /// <summary>
    /// Does the work; a rule, field or file that says no becomes a sentence of the page (looked up by the rule's code, or as
    /// "{Field}.Refused") and the form is shown again. True when the work was done.
    /// </summary>
    public static async Task<bool> Try(this FormErrors errors, Texts page, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (InvalidField wrong)
        {
            var field = char.ToUpperInvariant(wrong.Name[0]) + wrong.Name[1..];
            errors.Add(field, page.Find($"{field}.Refused") ?? Texts.General["Invalid", page.Find($"{field}.Label") ?? field]);
        }
        catch (InvalidFile file)
        {
            var sentence = page.Find(file.Code) ?? Texts.General["Rule", file.Code];
            errors.Add("", file.Line is { } line ? Texts.General["File.Line", sentence, line] : sentence);
        }
        catch (RuleViolation rule)
        {
            errors.AddRule(rule.Code, page);
        }
        catch (Exception stale) when (stale is StaleResource or DbUpdateConcurrencyException)
        {
            errors.AddRule("resource.stale", page);
        }
        return false;
    }
}
