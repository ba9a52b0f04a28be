using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Ui;

/// <summary>Pages that are drawn on the server and work without scripts.</summary>
public static class HusetPages
{
    /// <summary>What pages need; å, ä and ö are sent as they are.</summary>
    public static IServiceCollection AddHusetPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>
    /// The service's pages and style sheets. Forms need no token against forgery: the gateway, which holds the cookie, stops what comes
    /// from other sites, and services take bearer tokens only.
    /// </summary>
    public static void MapHusetPages<TApp>(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<TApp>().DisableAntiforgery();
    }
}
