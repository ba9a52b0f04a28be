using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Huset.Ui.Offline;

/// <summary>Forms that can be filled in without a network and are sent, once, when it is back (decision 43). The browser's part is wwwroot/offline.js.</summary>
public static class OfflineForms
{
    /// <summary>The part of a form's address that asks for the form as it is for everyone: nobody's name, unit or choices, because it is kept in the browser.</summary>
    public const string Shell = "skal";

    /// <summary>Tells which browsers' drafts are to be forgotten; the gateway sets it when someone signs out, to <see cref="OwnForm.Of"/>.</summary>
    public const string SignedOut = "huset-signed-out";

    /// <summary>True when the page is asked for as it is for everyone.</summary>
    public static bool IsShell(HttpContext? context) => context?.Request.Query.ContainsKey(Shell) is true;

    /// <summary>What the forms of the service need: the worker, beside its pages so that they are in its reach, and the word on who is signed in.</summary>
    public static void MapOfflineForms(this WebApplication app)
    {
        using var stream = typeof(OfflineForms).Assembly.GetManifestResourceStream("natlos.js")!;
        using var reader = new StreamReader(stream);
        var worker = reader.ReadToEnd();
        app.MapGet("/natlos.js", () => TypedResults.Text(worker, "text/javascript")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/vem", (HttpContext context) => context.User.FindFirst("sub")?.Value is { } user
            ? (IResult)TypedResults.Text(OwnForm.Of(user))
            : TypedResults.Unauthorized()).AllowAnonymous().ExcludeFromDescription();
    }
}
