using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class ReportsFound : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "form_key",
                table: "deviations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "risk",
                table: "deviations",
                type: "integer",
                nullable: false,
                computedColumnSql: "case when in_lex_sarah or in_lex_maria then 0 else coalesce(severity * probability, 0) end",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "deviations_words",
                table: "deviations",
                columns: new[] { "description", "immediate_action" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "ix_deviations_reporter_id_form_key",
                table: "deviations",
                columns: new[] { "reporter_id", "form_key" },
                unique: true,
                filter: "form_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_deviations_risk_id",
                table: "deviations",
                columns: new[] { "risk", "id" },
                descending: new bool[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "deviations_words",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "ix_deviations_reporter_id_form_key",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "ix_deviations_risk_id",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "risk",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "form_key",
                table: "deviations");
        }
    }
}
