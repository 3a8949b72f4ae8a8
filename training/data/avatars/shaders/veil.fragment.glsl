centroid in vec3 place;
centroid in vec3 normal;
centroid in float cover;     // alpha of one layer that is looked at straight
centroid in vec2 cloth;      // place on the cloth, metres

uniform vec3 cloth_colour;   // linear
uniform float threads;       // metres from one to the next

out vec4 colour;

float noise(float at, float seed) {
    vec2 ends = fract(sin((floor(at) + vec2(0, 1)) * 12.9898 + seed) * 43758.5453);
    return mix(ends.x, ends.y, smoothstep(0, 1, fract(at)));
}

// Thicker and thinner threads of one direction, -1 to 1; what is finer than a pixel is not seen.
float threaded(float at, float seed) {
    float sum = 0;
    float wide = max(fwidth(at), 1e-6);
    for (float period = 0.002; period < 0.012; period *= 2.3) {
        float seen = clamp(1.5 * period / wide - 1, 0, 1);
        sum += seen * (noise(at / period, seed) - 0.5);
    }
    float net = sin(at / threads * 6.2831853) * clamp(0.5 * threads / wide - 1, 0, 1);
    return clamp(0.5 * sum + 0.25 * net, -1, 1);
}

void main() {
    vec3 view = normalize(eye - place);
    vec3 n = normalize(normal);
    n = dot(n, view) < 0 ? -n : n;
    float woven = 1 + 0.45 * (threaded(cloth.x, 1.7) + threaded(cloth.y, 4.1));
    // the more obliquely cloth is looked at, the more of it the sight goes through: folds are drawn by this
    float through = 1 / max(dot(n, view), 0.12);
    float alpha = 1 - pow(1 - clamp(cover * woven, 0.01, 0.95), through);
    // thin cloth glows in light from behind
    vec3 lit = cloth_colour * (0.7 * shine_on(n) + 0.4 * shine_on(-n));
    colour = vec4(displayed(lit), 1) * min(alpha, 0.97);
}
