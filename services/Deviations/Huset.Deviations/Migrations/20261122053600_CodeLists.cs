using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class CodeLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "code_list_items",
                columns: table => new
                {
                    list = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_list_items", x => new { x.list, x.code });
                });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "name", "number", "valid_from", "valid_to" },
                values: new object[,]
                {
                    { "barriers", "cause-areas", "Det som skulle ha stoppat felet men inte gjorde det.", "Skydd och barriärer", 7, null, null },
                    { "communication", "cause-areas", "Överlämning, dokumentation, språk, vem som visste vad.", "Kommunikation och information", 1, null, null },
                    { "competence", "cause-areas", "Introduktion, delegering, att kunna uppgiften.", "Utbildning och kompetens", 2, null, null },
                    { "environment-organisation", "cause-areas", "Lokaler, ansvar, ledning, samverkan.", "Omgivning och organisation", 4, null, null },
                    { "equipment", "cause-areas", "Hjälpmedel, larm, it-system, apparater.", "Teknik och utrustning", 5, null, null },
                    { "routines", "cause-areas", "Saknas, är oklara, är svåra att följa eller följdes inte.", "Rutiner och riktlinjer", 6, null, null },
                    { "staffing", "cause-areas", "Antal på passet, vikarier, schema, tid för uppgiften.", "Bemanning", 3, null, null }
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "code_list_items");
        }
    }
}
